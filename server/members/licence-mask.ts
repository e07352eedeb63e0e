import { DateTime } from "luxon";
import { DomainError, ErrorCode } from "../core/errors.ts";

/** By what a number shows that it was copied rightly. */
export enum CheckDigit {
  NONE = "NONE",
  /** The last of ten digits, by Luhn's formula over the number with 80840 before it. Source: CMS, *Requirements for NPI and NPI check digit*. */
  NPI = "NPI",
}

/**
 * What a number of a licence is compared by: its letters and digits, in capitals. Blanks and hyphens are for the eye. Letters and digits of
 * other widths are those that they stand for.
 */
export const licenceKey = (text: string): string =>
  text
    .normalize("NFKC")
    .toUpperCase()
    .replace(/[^\p{L}\p{Nd}]/gu, "");

/** A number as it is kept and shown: in capitals, one blank where there were several. */
export const shownNumber = (text: string): string => text.normalize("NFKC").toUpperCase().replace(/\s+/g, " ").trim();

/** One place of a number: what may stand there, and whether it may be left out. */
interface Place {
  of: "DIGIT" | "LETTER" | "EITHER" | "LITERAL" | "MONTH_AND_DAY";
  literal?: string;
  optional: boolean;
}

/** The places of a number that an alternative may have at most, and the length of the whole mask. */
const mostPlaces = 64;
export const longestMask = 200;

const maskError = (
  advice: "members.maskQuote" | "members.maskBracket" | "members.maskCharacter" | "members.maskEmpty",
) => new DomainError(ErrorCode.BAD_INPUT, advice, { field: "input.mask" });

const isAscii = (key: string): boolean => /^[0-9A-Z]*$/.test(key);

/**
 * Reads the form that staff give to the numbers of a kind: `9` is a digit, `A` a letter, `X` either, `MMDD` a month and its day, text in quotes stands for itself, what is
 * in parentheses may be left out, `|` parts alternatives; blanks, hyphens, dots and slashes are for the eye. It is no regular expression: what
 * people type is matched in one pass, however the form is written.
 * @throws BAD_INPUT
 */
export function readMask(mask: string): Place[][] {
  const alternatives: Place[][] = [[]];
  let optional = false;
  for (const [character] of mask.matchAll(/"[^"]*"|MMDD|./gsu)) {
    const places = alternatives.at(-1) as Place[];
    if (character === '"') throw maskError("members.maskQuote");
    if (character.startsWith('"')) {
      const literal = licenceKey(character.slice(1, -1));
      if (!isAscii(literal)) throw maskError("members.maskCharacter");
      for (const each of literal) places.push({ of: "LITERAL", literal: each, optional });
    } else if (character === "(" || character === ")") {
      if (optional === (character === "(")) throw maskError("members.maskBracket");
      optional = !optional;
    } else if (character === "|") {
      if (optional) throw maskError("members.maskBracket");
      alternatives.push([]);
    } else if (character === "9") places.push({ of: "DIGIT", optional });
    else if (character === "A") places.push({ of: "LETTER", optional });
    else if (character === "X") places.push({ of: "EITHER", optional });
    else if (character === "MMDD") places.push({ of: "MONTH_AND_DAY", optional });
    else if (!/[ ./-]/.test(character)) throw maskError("members.maskCharacter");
  }
  if (optional) throw maskError("members.maskBracket");
  if (alternatives.some((places) => !places.some((place) => !place.optional) || places.length > mostPlaces))
    throw maskError("members.maskEmpty");
  return alternatives;
}

/** How many characters of a key, from one on, are what may stand in a place; 0: none. */
function fits(place: Place, key: string, from: number): number {
  const character = key[from] ?? "";
  if (place.of === "MONTH_AND_DAY") return isMonthAndDay(key.slice(from, from + 4)) ? 4 : 0;
  if (place.of === "LITERAL") return Number(place.literal === character);
  const isDigit = character >= "0" && character <= "9";
  return Number(place.of === "EITHER" || isDigit === (place.of === "DIGIT"));
}

/** `0229` is one: a birthday is said without its year. */
const isMonthAndDay = (text: string): boolean =>
  /^\d{4}$/.test(text) && DateTime.fromFormat(`2024${text}`, "yyyyMMdd", { zone: "utc" }).isValid;

/** Whether a key has one of the forms of a mask. Each character is looked at once for each place: no form makes it slow. */
export function hasForm(alternatives: readonly (readonly Place[])[], key: string): boolean {
  if (!isAscii(key) || key.length > mostPlaces) return false;
  return alternatives.some((places) => {
    /** Of each character: at which places it may stand. */
    const reached = Array.from({ length: key.length + 1 }, () => new Set<number>());
    reached[0]?.add(0);
    for (const [from, at] of reached.entries())
      for (const n of withSkipped(places, at)) {
        const place = places[n];
        const length = place && from < key.length ? fits(place, key, from) : 0;
        if (length > 0) reached[from + length]?.add(n + 1);
      }
    return withSkipped(places, reached[key.length] ?? new Set()).has(places.length);
  });
}

/** With the places that come next where what is optional is left out. */
function withSkipped(places: readonly Place[], at: Set<number>): Set<number> {
  const all = new Set(at);
  for (const n of all) if (places[n]?.optional) all.add(n + 1);
  return all;
}

/** Whether a number's check digit is right. `NPI`: ten digits, the sum by Luhn's formula with the 24 that 80840 adds. */
export function hasCheckDigit(check: CheckDigit, key: string): boolean {
  if (check === CheckDigit.NONE) return true;
  if (!/^[12]\d{9}$/.test(key)) return false;
  const sum = [...key].reverse().reduce((before, digit, place) => {
    const value = Number(digit) * (place % 2 === 1 ? 2 : 1);
    return before + (value > 9 ? value - 9 : value);
  }, 24);
  return sum % 10 === 0;
}

/** Whether a number can be one of its kind. Without a mask: 1 to 40 letters and digits, with blanks, hyphens, dots and slashes between. */
export const isLicenceNumber = (
  { mask, checkDigit }: { mask: string | null; checkDigit: CheckDigit },
  text: string,
): boolean => {
  const key = licenceKey(text);
  return (
    /^[0-9A-Z ./-]{1,60}$/.test(shownNumber(text)) &&
    /^[0-9A-Z]{1,40}$/.test(key) &&
    (mask === null || hasForm(readMask(mask), key)) &&
    hasCheckDigit(checkDigit, key)
  );
};
