import { readFileSync } from "node:fs";
import { type MessageFormatElement, parse, TYPE } from "@formatjs/icu-messageformat-parser";
import { isEnumType } from "graphql";
import { IntlMessageFormat } from "intl-messageformat";
import { DomainError, ErrorCode } from "../../server/core/errors.ts";
import { Message, type MessageKey, say } from "../../server/core/messages/message.ts";
import { languageFrom, offerLanguage, sentence } from "../../server/core/messages/sentence.ts";
import { optionalKinds } from "../../server/mail/mail-choices.ts";
import { messages } from "../../server/messages/en.ts";
import { schema } from "../support/input-values.ts";

beforeAll(() => {
  offerLanguage("de", {
    move: { choices: "Daraus kann {allowed} werden." },
    core: {
      tooMany: "Zu viele Versuche. Noch {wait} warten.",
      seconds: "{seconds, plural, one {# Sekunde} other {# Sekunden}}",
    },
    input: { max: "darf höchstens {limit, number} sein", min: "darf nicht unter {limit, number, credits} liegen" },
  });
});

test("every message is one that ICU can read", () => {
  for (const part of Object.values(messages))
    for (const text of Object.values(part)) new IntlMessageFormat(text, "en", undefined, { ignoreTag: true });
});

/** The alternatives that a message has words for, "other" apart. */
function alternativesOf(elements: MessageFormatElement[]): string[][] {
  return elements.flatMap((element) => {
    if (element.type === TYPE.tag) return alternativesOf(element.children);
    if (element.type !== TYPE.select && element.type !== TYPE.plural) return [];
    const within = Object.values(element.options).flatMap(({ value }) => alternativesOf(value));
    return element.type === TYPE.plural
      ? within
      : [Object.keys(element.options).filter((name) => name !== "other"), ...within];
  });
}

test("where the values of an enum have words, each has its own: of one that somebody adds, 'other' would say something else", () => {
  /** Of which values a message speaks that is not about all that its enum has. */
  const some: Record<string, readonly string[]> = {
    "account.mailKind": [...optionalKinds, "-"],
    "announcements.waiting": ["PROPOSED", "STOPPED", "none", "-"],
    "releaseMail.document": ["EVALUATION_SUMMARY", "SIGN_IN_ROSTER"],
    "programs.providerNotActive": ["SUSPENDED", "APPLIED"],
  };
  /** Where "other" says what fits each of the rest. */
  const general = ["mail.button", "evaluations.choices"];
  const enums = Object.values(schema.getTypeMap())
    .filter(isEnumType)
    .map((type) => type.getValues().map(({ name }) => name));
  const clients = ["admin", "attendee"].map(
    (client): Record<string, string> =>
      JSON.parse(readFileSync(new URL(`../../${client}/i18n/en.json`, import.meta.url), "utf8")),
  );
  const server = Object.entries(messages).flatMap(([part, texts]) =>
    Object.entries(texts).map(([name, text]) => [`${part}.${name}`, text] as const),
  );
  const texts = [...clients.flatMap((each) => Object.entries(each)), ...server].filter(
    ([key]) => !general.includes(key),
  );
  const without = texts.flatMap(([key, text]) =>
    alternativesOf(parse(text))
      .filter((said) => said.some((name) => /^[A-Z_]{3,}$/.test(name)))
      .filter((said) => {
        // "other" says the one that is left, or what cannot be.
        const lacks = (values: readonly string[]) => values.filter((value) => !said.includes(value)).length;
        const about = some[key] ? [some[key]] : enums;
        return !about.some((values) => said.every((name) => values.includes(name)) && lacks(values) <= 1);
      })
      .map(() => key),
  );
  expect(without).toEqual([]);
});

test.each([
  [undefined, "en"],
  ["", "en"],
  ["*", "en"],
  ["de", "de"],
  ["de-AT,de;q=0.9,en;q=0.8", "de"],
  ["fr-FR,fr;q=0.9,en-GB;q=0.8,de;q=0.7", "en"],
  ["fr,de;q=0.2", "de"],
  ["en;q=0.1,de;q=0.2", "de"],
  ["de;q=0", "en"],
  ["fr", "en"],
  ["no language; at=all,,", "en"],
])("Accept-Language %j is served in %s", (accepted, language) => {
  expect(languageFrom(accepted)).toBe(language);
});

test.each<[Message, string, string]>([
  [say("core.seconds", { seconds: 1 }), "1 second", "1 Sekunde"],
  [say("core.seconds", { seconds: 1234 }), "1,234 seconds", "1.234 Sekunden"],
  [say("move.choices", { allowed: ["A"] }), "From there it can become A.", "Daraus kann A werden."],
  [say("move.choices", { allowed: ["A", "B"] }), "From there it can become A or B.", "Daraus kann A oder B werden."],
  [say("input.max", { limit: 6000 }), "must be at most 6,000", "darf höchstens 6.000 sein"],
  [say("input.min", { limit: "2.9" }), "must be at least 2.9", "darf nicht unter 2,90 liegen"],
  [
    say("core.tooMany", { wait: say("core.seconds", { seconds: 2 }) }),
    "Too many attempts. Try again in 2 seconds.",
    "Zu viele Versuche. Noch 2 Sekunden warten.",
  ],
  // What a language lacks is said in English.
  [say("core.signInFirst"), "Sign in first.", "Sign in first."],
  [
    say("input.problems", { sentences: [say("core.sayWhy"), say("core.signInFirst")] }),
    "Give a reason. Sign in first.",
    "Give a reason. Sign in first.",
  ],
  // A fact is never read as a message, and one that is none any more is shown by its key.
  [say("http.documentWrong", { finding: "{core} '{'" }), "{core} '{'", "{core} '{'"],
  [new Message("core.gone" as MessageKey, {}), "core.gone", "core.gone"],
])("%j", (message, english, german) => {
  expect(sentence(message, "en")).toBe(english);
  expect(sentence(message, "de")).toBe(german);
});

test("a refusal tells clients its facts, and is said in the reader's language", () => {
  const refusal = new DomainError(ErrorCode.TOO_MANY_REQUESTS, "core.tooMany", {
    retryAfterSeconds: 3,
    wait: say("core.seconds", { seconds: 3 }),
    problems: [{ field: "a", message: say("input.max", { limit: 5 }) }],
  });
  expect(refusal.message).toBe("Too many attempts. Try again in 3 seconds.");
  expect(refusal.in("de")).toEqual({
    message: "Zu viele Versuche. Noch 3 Sekunden warten.",
    extensions: {
      code: "TOO_MANY_REQUESTS",
      retryAfterSeconds: 3,
      problems: [{ field: "a", message: "Darf höchstens 5 sein" }],
      retryable: true,
    },
  });
});

test("a wrong key and a missing or foreign fact do not compile", () => {
  // @ts-expect-error There is no such message.
  expect(say("core.nothing")).toBeInstanceOf(Message);
  // @ts-expect-error The message wants its fact.
  expect(say("core.seconds")).toBeInstanceOf(Message);
  // @ts-expect-error It is a number that is counted.
  expect(say("core.seconds", { seconds: "2" })).toBeInstanceOf(Message);
  // @ts-expect-error It has another name.
  expect(() => new DomainError(ErrorCode.FORBIDDEN, "core.scopeMissing", { missing: "x" })).toThrow("scope");
});

/** Parts of letters and of pages that the server makes: what is said there has a place that it can name. */
const ofLettersAndPages =
  /Mail$|^(mail|digest|changeText|copy|kit|unsubscribe|evaluationSummary|singleSignOnText|apps)$/;

test("what a program may be answered names no part of a page: it has none", () => {
  const words =
    /\b(buttons?|click|press|dialog|console|sign-in page|load the page)\b|\bon the page\b|\baccount page\b|[’']s page\b/i;
  const found = Object.entries(messages)
    .filter(([part]) => !ofLettersAndPages.test(part))
    .flatMap(([part, all]) => Object.entries(all).map(([name, text]) => [`${part}.${name}`, text] as const))
    .filter(([, text]) => words.test(text));
  // Both are told to people who are signed in, whatever their program.
  expect(found.map(([key]) => key).sort()).toEqual(["core.stepUpImpossible", "persons.eraseYourself"]);
});
