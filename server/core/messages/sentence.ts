import { readdirSync } from "node:fs";
import { type Formats, type Formatters, IntlMessageFormat } from "intl-messageformat";
import Negotiator from "negotiator";
import { messages as english } from "../../messages/en.ts";
import { type FactsBehind, Message, type MessageKey, say } from "./message.ts";

/** BCP 47 tag of a language that there is a catalogue in. */
export type Language = string;

/** The messages of a language, by part and name. English has all of them; what another lacks is said in English. */
export type Catalogue = { readonly [part: string]: { readonly [name: string]: string } };

/** The language of whoever asks for none that there is, and of logs. */
export const defaultLanguage: Language = "en";

/** How days, instants and numbers look, by the name that a message gives: `{day, date, long}`. Instants are shown in UTC. */
const formats: Partial<Formats> = {
  number: {
    /** An amount of credit: 2.95, 9.00. */
    credits: { minimumFractionDigits: 2, maximumFractionDigits: 2, useGrouping: false },
    /** A number that names or counts in small: a line of a file, a code's characters. */
    plain: { useGrouping: false },
  },
  // The library has a `long` of its own, which this one is laid over: a style beside its parts is an error.
  date: { long: { year: "numeric", month: "long", day: "numeric", timeZone: "UTC" } },
  time: { instant: { dateStyle: "long", timeStyle: "short", timeZone: "UTC" } },
};

/** What Intl is asked for; a message's own options are the same object each time it is said. */
type Options = object | undefined;
type Locales = string | string[] | undefined;

/**
 * Intl's objects are costly to make: one for each language and form. Options are told apart as objects first, since writing them down costs
 * more than the sentence they are for.
 */
function once<T>(
  make: (locales: Locales, options: Options) => T,
  nameOf: (options: Options) => string = JSON.stringify,
) {
  const byName = new Map<string, T>();
  const byObject = new WeakMap<object, Map<string, T>>();
  return (locales?: Locales, options?: Options): T => {
    const language = String(locales);
    const seen = options && byObject.get(options)?.get(language);
    if (seen) return seen;
    const name = `${language} ${nameOf(options)}`;
    const known = byName.get(name) ?? make(locales, options);
    byName.set(name, known);
    if (options && nameOf === JSON.stringify) {
      const languages = byObject.get(options) ?? new Map<string, T>();
      byObject.set(options, languages.set(language, known));
    }
    return known;
  };
}

const formatters = {
  getNumberFormat: once((locales, options) => new Intl.NumberFormat(locales, options)),
  getPluralRules: once(
    (locales, options) => new Intl.PluralRules(locales, options),
    // They come in an object of their own each time.
    (options) => (options as Intl.PluralRulesOptions | undefined)?.type ?? "cardinal",
  ),
  getDateTimeFormat: once((locales, options) => {
    const format = new Intl.DateTimeFormat(locales, options);
    // Days are strings; midnight in UTC is on the same day in UTC.
    return { format: (day: string | Date) => format.format(new Date(day)) };
  }),
} as unknown as Formatters;

const disjunction = { type: "disjunction" } as const;
const listFormat = once((locales, options) => new Intl.ListFormat(locales, options));

const long = { dateStyle: "long", timeZone: "UTC" } as const;
const dayFormat = once((locales, options) => new Intl.DateTimeFormat(locales, options));

/** A day, "2024-03-05", in words: "March 5, 2024". */
export const dayInWords = (day: string, language: Language): string => dayFormat(language, long).format(new Date(day));

/** "March 3–5, 2024", as short as both days allow. */
export function daysInWords(from: string, to: string, language: Language): string {
  const oneMonth = from.slice(0, 7) === to.slice(0, 7);
  const range = dayFormat(language, long).formatRange(new Date(from), new Date(to));
  // Thin spaces are in few fonts, and none is wanted between two numbers.
  return range.replace(/\s–\s/, oneMonth ? "–" : " – ").replace(/[\u2009\u202f]/g, " ");
}

/** The catalogues, each with its messages as they were compiled when they were first needed. */
const catalogues = new Map<Language, { texts: Catalogue; compiled: Map<string, IntlMessageFormat> }>();

/** Offers a language, which may lack messages. */
export function offerLanguage(language: Language, texts: Catalogue): void {
  catalogues.set(language, { texts, compiled: new Map() });
}

offerLanguage(defaultLanguage, english);

/** Offers every language that has a file in server/messages/. What starts the server or its jobs waits for it. */
export async function readCatalogues(): Promise<void> {
  const folder = new URL("../../messages/", import.meta.url);
  for (const file of readdirSync(folder).sort()) {
    const language = /^([\w-]+)\.[jt]s$/.exec(file)?.[1];
    if (language && !catalogues.has(language))
      offerLanguage(language, (await import(new URL(file, folder).href)).messages);
  }
}

/** The messages of a language, for another thread; undefined for English, which every thread has, and for what there is none of. */
export const textsOf = (language: Language): Catalogue | undefined =>
  language === defaultLanguage ? undefined : catalogues.get(language)?.texts;

/** Makes a thread that has only English know a language, by the messages that it was handed. */
export function knowLanguage(language: Language, texts: Catalogue | undefined): void {
  if (texts && !textsOf(language)) offerLanguage(language, texts);
}

/** English first: it is what somebody gets who has no wish. */
export const languages = (): Language[] => [...catalogues.keys()];

/** How a language is written. */
export function directionOf(language: Language): "ltr" | "rtl" {
  // A property became a method on its way into the standard.
  const locale = new Intl.Locale(language) as Intl.Locale & {
    textInfo?: { direction: "ltr" | "rtl" };
    getTextInfo?(): { direction: "ltr" | "rtl" };
  };
  return (locale.getTextInfo?.() ?? locale.textInfo)?.direction ?? "ltr";
}

/** The language that suits an `Accept-Language` best, English where none does. */
export const languageFrom = (accepted: string | undefined): Language =>
  new Negotiator({ headers: { "accept-language": accepted } }).language(languages()) ?? defaultLanguage;

export function hasMessage(key: string): boolean {
  return compiled(key, defaultLanguage) !== null;
}

function compiled(key: string, language: Language): IntlMessageFormat | null {
  const catalogue = catalogues.get(language);
  const known = catalogue?.compiled.get(key);
  if (known) return known;
  const [part = "", name = ""] = key.split(".", 2);
  const text = catalogue?.texts[part]?.[name];
  if (text === undefined) return language === defaultLanguage ? null : compiled(key, defaultLanguage);
  const made = new IntlMessageFormat(text, language, formats, { formatters, ignoreTag: true });
  catalogue?.compiled.set(key, made);
  return made;
}

/** Facts that are said themselves, in words. */
function inWords(fact: unknown, language: Language): unknown {
  if (fact instanceof Message) return sentence(fact, language);
  if (!Array.isArray(fact)) return fact;
  if (fact.every((each) => each instanceof Message)) return sentences(fact, language);
  if (!fact.every((each) => typeof each === "string")) return fact;
  const either = listFormat(language, disjunction);
  return fact.reduce((sofar, each) => either.format([sofar, each]));
}

/** A message in the words of a language. */
export function sentence({ key, facts }: Message, language: Language): string {
  const format = compiled(key, language);
  if (!format) return key; // It was kept by an earlier version.
  const values: Record<string, string> = {};
  for (const name in facts) values[name] = inWords(facts[name], language) as string;
  return format.format(values) as string;
}

/** A message as it is written down once for all readers, such as a reason in the audit log. */
export const recorded = <Key extends MessageKey>(key: Key, ...facts: FactsBehind<Key>): string =>
  sentence(say(key, ...facts), defaultLanguage);

/** A text as the beginning of a sentence. */
export const capitalised = (text: string, language: Language): string => {
  const [first = "", ...rest] = text;
  return first.toLocaleUpperCase(language) + rest.join("");
};

/** Messages in the words of a language, one after the other. */
export const sentences = (messages: readonly Message[], language: Language): string =>
  messages.map((message) => sentence(message, language)).join(" ");
