import { getMetadataStorage, ValidateBy, type ValidationArguments, type ValidationError } from "class-validator";
import { IANAZone } from "luxon";
import { DomainError, ErrorCode } from "./errors.ts";
import { showsSomething } from "./invisible-ends.ts";
import { Message, type MessageKey, type NameIn, say } from "./messages/message.ts";
import { hasMessage } from "./messages/sentence.ts";
import { namedCharacter, unprintable } from "./print/printable-text.ts";

/** A rule for text. Its name is that of what is said where it does not hold. */
const rule = (
  name: NameIn<"input">,
  holds: (value: string, args?: ValidationArguments) => boolean,
  { each = false, limit }: { each?: boolean; limit?: string } = {},
) =>
  ValidateBy(
    {
      name,
      constraints: [limit],
      validator: { validate: (value, args) => typeof value === "string" && holds(value, args) },
    },
    { each },
  );

/** Neither the database nor a certificate takes these. */
const controls = /\p{Cc}/u;
const controlsButLines = /[^\P{Cc}\n\r\t]/u;

/** One line of text without control characters. */
export const PlainLine = (options: { each?: boolean } = {}): PropertyDecorator =>
  rule("plainLine", (text) => !controls.test(text), options);

/** What a certificate or transcript prints: one line, of which every visible character can be shown on paper. */
export const PrintedLine =
  (options: { each?: boolean } = {}): PropertyDecorator =>
  (target, property) => {
    PlainLine(options)(target, property);
    rule("printed", (text) => unprintable(text) === undefined, options)(target, property);
  };

/** Text of any number of lines without other control characters. */
export const PlainText = (): PropertyDecorator => rule("plainText", (text) => !controlsButLines.test(text));

/** Text of any number of lines that stands on paper as well. */
export const PrintedText = (): PropertyDecorator => (target, property) => {
  PlainText()(target, property);
  rule("printed", (text) => unprintable(text) === undefined)(target, property);
};

/** Text of which something is seen. */
export const NotBlank = (): PropertyDecorator => rule("notBlank", showsSomething);

/** An address that is safe as a link, or nothing. */
export const WebAddress = (): PropertyDecorator =>
  rule("webAddress", (text) => text.trim() === "" || isWebAddress(text));

function isWebAddress(text: string): boolean {
  return URL.canParse(text) && ["http:", "https:"].includes(new URL(text).protocol);
}

/** Text in which mail programs find nothing to make a link of: it stands in mails to others. */
export const NoWebAddress = (): PropertyDecorator => rule("noWebAddress", (text) => !looksLikeAddress.test(text));

const looksLikeAddress = /:\/\/|www\.|@|[\p{L}\p{N}]{2}\.[a-z]{2}/iu;

/** IANA name of a time zone. */
export const TimeZoneName = (): PropertyDecorator => rule("timeZoneName", (name) => IANAZone.isValidZone(name));

/** Text of a form that has a name: codes and prefixes of numbers. */
export const Form = (
  name: "bytes" | "capital" | "code" | "colour" | "numberPrefix",
  pattern: RegExp,
): PropertyDecorator => rule(name, (text) => pattern.test(text));

/** A day that events can have. Keeps arithmetic on days within what the database and the calendar hold. */
export const EventDay = (): PropertyDecorator => rule("eventDay", isEventDay);

export const isEventDay = (day: string): boolean => day >= "1900-01-01" && day <= "2999-12-31";

/** A day not before the one in another field. */
export const NotBefore = (field: string): PropertyDecorator =>
  rule(
    "notBefore",
    (day, args) => {
      const other = (args?.object as Record<string, unknown> | undefined)?.[field];
      return typeof other !== "string" || day >= other;
    },
    { limit: field },
  );

/** What each rule that does not hold says, those of class-validator as well, whose arguments stand beside the rule alone. */
export const inputProblems = (errors: readonly ValidationError[], path = ""): { field: string; message: Message }[] =>
  errors.flatMap(({ property, constraints = {}, children = [], target, value }) => {
    const field = `${path}${property}`;
    const rules = getMetadataStorage().getTargetValidationMetadatas(Object(target).constructor, "", false, false);
    const own = Object.keys(constraints).map((name) => {
      const broken = rules.find((each) => each.propertyName === property && (each.name ?? each.type) === name);
      const key = `input.${name}${broken?.each ? "OfEach" : ""}`;
      return {
        field,
        message: new Message((hasMessage(key) ? key : "input.wrong") as MessageKey, {
          limit: broken?.constraints?.[0],
          ...(name === "printed" && { character: unprintableOf(value) }),
        }),
      };
    });
    return [...own, ...inputProblems(children, `${field}.`)];
  });

/** The first character of a text, or of a list of texts, that can't be shown on paper, as people can look it up. */
function unprintableOf(value: unknown): string {
  const texts: unknown[] = Array.isArray(value) ? value : [value];
  const found = texts.map((text) => (typeof text === "string" ? unprintable(text) : undefined)).find((each) => each);
  return namedCharacter(found ?? "");
}

/** How long a reason may be, in UTF-16 code units. */
const reasonLimit = 2_000;

/**
 * The reason given for a decision, trimmed; null where none was.
 * @throws BAD_INPUT where it is too long or has control characters
 */
export function givenReason(reason: string | null | undefined): string | null {
  const text = reason?.trim() ?? "";
  if (text.length > reasonLimit || controlsButLines.test(text))
    throw new DomainError(ErrorCode.BAD_INPUT, "core.reasonTooLong", { field: "reason", maximum: reasonLimit });
  return text === "" ? null : text;
}

/**
 * What somebody has written, trimmed: as long as a reason at most.
 * @throws BAD_INPUT where there is nothing, or what givenReason refuses
 */
export function writtenText(text: string): string {
  const given = text.trim();
  if (given === "" || given.length > reasonLimit || controlsButLines.test(given))
    throw new DomainError(ErrorCode.BAD_INPUT, "core.textTooLong", { field: "text", maximum: reasonLimit });
  return given;
}

/**
 * The reason given for a decision that needs one, trimmed.
 * @param request what to say where there is none
 * @throws REASON_REQUIRED where there is none; BAD_INPUT as givenReason
 */
export function requiredReason(reason: string | null | undefined, request: Message = say("core.sayWhy")): string {
  const given = givenReason(reason);
  if (given === null) throw new DomainError(ErrorCode.REASON_REQUIRED, request, { field: "reason" });
  return given;
}
