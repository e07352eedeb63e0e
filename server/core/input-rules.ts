import { ValidateBy, type ValidationArguments } from "class-validator";
import { IANAZone } from "luxon";
import { DomainError, ErrorCode } from "./errors.ts";

const rule = (
  name: string,
  message: string,
  holds: (value: string, args?: ValidationArguments) => boolean,
  each = false,
) =>
  ValidateBy(
    {
      name,
      validator: {
        validate: (value, args) => typeof value === "string" && holds(value, args),
        defaultMessage: () => (each ? `each must ${message}` : `must ${message}`),
      },
    },
    { each },
  );

/** Neither the database nor a certificate takes these. */
const controls = /\p{Cc}/u;
const controlsButLines = /[^\P{Cc}\n\r\t]/u;

/** One line of text without control characters. */
export const PlainLine = (options: { each?: boolean } = {}): PropertyDecorator =>
  rule("plainLine", "be one line without control characters", (text) => !controls.test(text), options.each);

/** Text of any number of lines without other control characters. */
export const PlainText = (): PropertyDecorator =>
  rule("plainText", "not contain control characters", (text) => !controlsButLines.test(text));

/** Text that is not blank. */
export const NotBlank = (): PropertyDecorator => rule("notBlank", "not be blank", (text) => text.trim() !== "");

/** An address that is safe as a link, or nothing. */
export const WebAddress = (): PropertyDecorator =>
  rule(
    "webAddress",
    "be an address that begins with http:// or https://",
    (text) => text.trim() === "" || isWebAddress(text),
  );

function isWebAddress(text: string): boolean {
  return URL.canParse(text) && ["http:", "https:"].includes(new URL(text).protocol);
}

/** IANA name of a time zone. */
export const TimeZoneName = (): PropertyDecorator =>
  rule("timeZoneName", "be the IANA name of a time zone, such as America/Chicago", (name) =>
    IANAZone.isValidZone(name),
  );

/** A day that events can have. Keeps arithmetic on days within what the database and the calendar hold. */
export const EventDay = (): PropertyDecorator =>
  rule("eventDay", "be a day from 1900 to 2999", (day) => day >= "1900-01-01" && day <= "2999-12-31");

/** A day not before the one in another field. */
export const NotBefore = (field: string): PropertyDecorator =>
  rule("notBefore", `not be before ${field}`, (day, args) => {
    const other = (args?.object as Record<string, unknown> | undefined)?.[field];
    return typeof other !== "string" || day >= other;
  });

/** How long a reason may be, in UTF-16 code units. */
const reasonLimit = 2_000;

/**
 * The reason given for a decision, trimmed; null where none was.
 * @throws BAD_INPUT where it is too long or has control characters
 */
export function givenReason(reason: string | null | undefined): string | null {
  const text = reason?.trim() ?? "";
  if (text.length > reasonLimit || controlsButLines.test(text))
    throw new DomainError(
      ErrorCode.BAD_INPUT,
      `Give a reason of at most ${reasonLimit} characters, without control characters.`,
      { field: "reason" },
    );
  return text === "" ? null : text;
}

/**
 * The reason given for a decision that needs one, trimmed.
 * @param request what to say where there is none
 * @throws REASON_REQUIRED where there is none; BAD_INPUT as givenReason
 */
export function requiredReason(reason: string | null | undefined, request = "Say why."): string {
  const given = givenReason(reason);
  if (given === null) throw new DomainError(ErrorCode.REASON_REQUIRED, request, { field: "reason" });
  return given;
}
