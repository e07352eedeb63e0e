import type { messages as english } from "../../messages/en.ts";

type English = typeof english;

/** `part.name` of every message there is, as server/messages/en.ts has them. */
export type MessageKey = { [Part in keyof English]: `${Part}.${NameIn<Part>}` }[keyof English];

/** The names of one part's messages. */
export type NameIn<Part extends keyof English> = Extract<keyof English[Part], string>;

type TextOf<Key extends MessageKey> = Key extends `${infer Part extends keyof English}.${infer Name}`
  ? Name extends keyof English[Part]
    ? English[Part][Name]
    : never
  : never;

/** A list of texts is read as alternatives, "a, b, or c"; a list of messages as one after the other. */
export type Fact = string | number | Message | readonly string[] | readonly Message[];

/** What a parameter takes, by the format that the message gives it. */
interface FactOf {
  /** A decimal may come as a string, so that it stays exact. */
  number: number | string;
  plural: number;
  selectordinal: number;
  /** A day, "2026-03-08", or an instant. */
  date: string | Date;
  time: string | Date;
  select: string;
  text: Fact;
}

/*
 * Reads the parameters off an ICU message: `{name}`, `{name, date, day}`, `{count, plural, one {…} other {…}}`. In a text the first
 * brace that comes opens a parameter or ends a branch; among branches it opens one or ends the parameter. Each parameter is found as
 * a pair of its name and its format.
 */
type InText<Text, Found = never> = Text extends `${infer Before}{${infer Rest}`
  ? Before extends `${string}}${string}`
    ? Text extends `${string}}${infer After}`
      ? AmongBranches<After, Found>
      : never
    : InParameter<Rest, Found>
  : Text extends `${string}}${infer After}`
    ? AmongBranches<After, Found>
    : Found;

type InParameter<Text, Found> = Text extends `${infer Head}}${infer After}`
  ? Head extends `${infer Name}, ${infer Format}, ${string}{${string}`
    ? Text extends `${string}, ${string}, ${infer Branches}`
      ? AmongBranches<Branches, Found | [Name, Format]>
      : never
    : Head extends `${infer Name}, ${infer Format}, ${string}`
      ? InText<After, Found | [Name, Format]>
      : Head extends `${infer Name}, ${infer Format}`
        ? InText<After, Found | [Name, Format]>
        : InText<After, Found | [Head, "text"]>
  : never;

type AmongBranches<Text, Found> = Text extends `${infer Before}{${infer Rest}`
  ? Before extends `${string}}${string}`
    ? Text extends `${string}}${infer After}`
      ? InText<After, Found>
      : never
    : InText<Rest, Found>
  : Text extends `${string}}${infer After}`
    ? InText<After, Found>
    : never;

type Parameters<Found extends [string, string]> = {
  [Name in Found[0]]: FactOf[Exclude<Extract<Found, [Name, string]>[1], "text"> extends infer Format extends
    keyof FactOf
    ? [Format] extends [never]
      ? "text"
      : Format
    : never];
};

/** The parameters of a message; of one out of several, those of all of them. */
export type FactsOf<Key extends MessageKey> = Parameters<InText<TextOf<Key>>>;

/** What goes behind a key: nothing where the message takes nothing. */
export type FactsBehind<Key extends MessageKey, More extends object = object> = keyof FactsOf<Key> extends never
  ? [facts?: More]
  : [facts: FactsOf<Key> & More];

/** Something to be said: which message, and the facts in it. It becomes words where somebody reads it, in the reader's language. */
export class Message {
  constructor(
    readonly key: MessageKey,
    readonly facts: Readonly<Record<string, unknown>>,
  ) {}
}

/** A message that was kept as JSON, with those among its facts. */
export function readMessage({ key, facts }: Message): Message {
  const isMessage = (fact: unknown): fact is Message => typeof fact === "object" && fact !== null && "key" in fact;
  const read = (fact: unknown) => (isMessage(fact) ? readMessage(fact) : fact);
  return new Message(key, Object.fromEntries(Object.entries(facts).map(([name, fact]) => [name, read(fact)])));
}

/** `say("core.creditsInSteps", { step })`. A key that is not in the catalogue, or a fact that is missing, does not compile. */
export const say = <Key extends MessageKey>(key: Key, ...[facts]: FactsBehind<Key>): Message =>
  new Message(key, (facts ?? {}) as Record<string, unknown>);
