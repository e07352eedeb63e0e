import { isEmail } from "class-validator";
import { ErrorCode } from "../core/errors.ts";
import { fold } from "../core/fold.ts";
import { type Message, say } from "../core/messages/message.ts";
import { namedCharacter, unprintable } from "../core/print/printable-text.ts";
import { isSpreadsheetError, parseCompletionDate, parseMemberNumber, parseName } from "./parse-roster-row.ts";

// What cells of the lists mean that an association or an accreditor sends.

/** Why a cell means nothing. */
export interface Refused {
  code: ErrorCode;
  advice: Message;
}

/** What a cell means: text, empty where it takes away what there is, or why it means nothing. */
export type ReadCell = (text: string) => string | Refused;

/** A cell of nothing but a hyphen says that there is none. */
export const isNone = (text: string): boolean => /^[-–—]$/.test(text);

export const plain =
  (maximum: number): ReadCell =>
  (text) => {
    if (isNone(text)) return "";
    if (text.length > maximum) return { code: ErrorCode.INVALID_VALUE, advice: say("file.tooLong", { maximum }) };
    if (isSpreadsheetError(text))
      return { code: ErrorCode.INVALID_VALUE, advice: say("file.formulaError", { error: text }) };
    if (/[\p{Cc}\ufffd]/u.test(text)) return { code: ErrorCode.INVALID_VALUE, advice: say("memberImport.lettersLost") };
    return text;
  };

/** Longest parts of a name, as `MemberInput` takes them. */
export const named =
  (maximum: number): ReadCell =>
  (text) => {
    const parsed = parseName(text);
    if (parsed.value === null) return { code: ErrorCode.INVALID_NAME, advice: parsed.advice };
    if (parsed.value.length > maximum)
      return { code: ErrorCode.INVALID_NAME, advice: say("file.nameTooLong", { maximum }) };
    const character = unprintable(parsed.value);
    return character === undefined
      ? parsed.value
      : { code: ErrorCode.INVALID_NAME, advice: say("file.unprintable", { character: namedCharacter(character) }) };
  };

export const day: ReadCell = (text) => {
  if (isNone(text)) return "";
  const parsed = parseCompletionDate(text);
  return parsed.value ?? { code: ErrorCode.INVALID_DATE, advice: (parsed as { advice: Message }).advice };
};

export const oneOf =
  (words: Record<string, readonly string[]>, advice: Message): ReadCell =>
  (text) => {
    const key = fold(text);
    const found = Object.entries(words).find(([, all]) => all.includes(key));
    return found ? found[0] : { code: ErrorCode.INVALID_VALUE, advice };
  };

export const email: ReadCell = (text) => {
  if (isNone(text)) return "";
  const address = text.toLowerCase();
  return address.length <= 254 && isEmail(address)
    ? address
    : { code: ErrorCode.INVALID_EMAIL, advice: say("file.noAddress") };
};

export const number: ReadCell = (text) => {
  const parsed = parseMemberNumber(text);
  return parsed.value ?? { code: ErrorCode.INVALID_MEMBER_NUMBER, advice: (parsed as { advice: Message }).advice };
};
