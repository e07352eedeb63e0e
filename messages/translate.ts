import { english, others } from "virtual:messages";
import { type Formatters, formatToParts } from "intl-messageformat";
import type { Compiled } from "./catalogue.ts";

/** What stands in a message's parameters: text, a number, or what a part of the sentence is wrapped in. */
type Value<Node> = string | number | ((part: Node) => Node);

type Both<Union> = (Union extends unknown ? (value: Union) => void : never) extends (value: infer All) => void
  ? All
  : never;

/** The parameters of a message; of one of several messages, those of all of them. */
type Values<Messages, Key extends keyof Messages> =
  Both<Messages[Key]> extends infer All ? (keyof All extends never ? [] : [values: All]) : never;

/** Makes the sentence of a key. A key that is in no catalogue and a parameter that is missing don't compile. */
export interface Translate<Node, Plain, Rich> {
  <Key extends keyof Plain>(key: Key, ...values: Values<Plain, Key>): string;
  <Key extends keyof Rich>(key: Key, ...values: Values<Rich, Key>): Node;
}

/** Languages are the reader's setting on this device, else the browser's. */
const setting = "accrue-language";

let language = "en";
let messages: Readonly<Record<string, Compiled>> = english;

export const languages: readonly string[] = ["en", ...Object.keys(others)];

export const currentLanguage = (): string => language;

/** For days, times and numbers: the browser's own variety of the language, such as en-GB. */
export const formatLocale = (): string =>
  navigator.languages.find((each) => each === language || each.startsWith(`${language}-`)) ?? language;

const rightToLeft = /^(ar|arc|ckb|dv|fa|he|ks|nqo|ps|sd|syr|ug|ur|yi)\b/;
export const isRightToLeft = (): boolean => rightToLeft.test(language);

/** The first of the wanted languages that there is, else English. */
export function chooseLanguage(wanted: readonly string[], available: readonly string[]): string {
  for (const tag of wanted) {
    const found = available.find((each) => each === tag) ?? available.find((each) => each === tag.split("-")[0]);
    if (found) return found;
  }
  return "en";
}

/** Reads the catalogue of the reader's language, and says on the page which one it is. Nothing is shown before. */
export async function loadLanguage(): Promise<void> {
  const chosen = chooseLanguage([readSetting(), ...navigator.languages], languages);
  // Whoever has no network now gets English rather than nothing.
  const loaded = await others[chosen]?.().catch(() => undefined);
  if (loaded) {
    language = chosen;
    messages = loaded.default;
  }
  document.documentElement.lang = language;
  document.documentElement.dir = isRightToLeft() ? "rtl" : "ltr";
}

/** Keeps the language on this device; the page begins again in it. */
export function setLanguage(next: string): void {
  localStorage.setItem(setting, next);
  location.reload();
}

function readSetting(): string {
  try {
    return localStorage.getItem(setting) ?? "";
  } catch {
    return ""; // Private windows may refuse.
  }
}

/** A language by its own name. */
export const languageName = (tag: string): string => new Intl.DisplayNames([tag], { type: "language" }).of(tag) ?? tag;

const made = new Map<string, unknown>();
function once<Format>(kind: string, options: unknown, make: () => Format): Format {
  const key = kind + JSON.stringify(options);
  const known = (made.get(key) as Format | undefined) ?? make();
  made.set(key, known);
  return known;
}

const formatters: Formatters = {
  getNumberFormat: (locale, options) => once("number", [locale, options], () => new Intl.NumberFormat(locale, options)),
  getDateTimeFormat: (locale, options) =>
    once("date", [locale, options], () => new Intl.DateTimeFormat(locale, options)),
  getPluralRules: (locale, options) => once("plural", [locale, options], () => new Intl.PluralRules(locale, options)),
};

const formats = { number: {}, date: {}, time: {} };

export const isKey = (key: string): boolean => key in english;

/** @returns the sentence; its parts, where some of them are wrapped */
export function translate<Node>(key: string, values: Record<string, Value<Node>> = {}): string | (string | Node)[] {
  const own = messages[key];
  const message = own ?? english[key] ?? key;
  if (typeof message === "string") return message;
  const locale = own === undefined ? "en" : formatLocale();
  const parts = formatToParts<Node>(message, locale, formatters, formats, values as never).map(({ value }) => value);
  return parts.every((part) => typeof part === "string") ? parts.join("") : parts;
}
