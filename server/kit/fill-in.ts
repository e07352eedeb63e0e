import { DomainError, ErrorCode } from "../core/errors.ts";

/** What can stand in brackets in the words of the kit. */
export const kitBlanks = [
  "accreditor",
  "provider",
  "program",
  "number",
  "type",
  "dates",
  "place",
  "credits",
  "member-id",
  "register",
  "calendar",
  "help",
] as const;

export type KitBlank = (typeof kitBlanks)[number];
export type KitValues = Record<KitBlank, string>;

const blank = /\[([a-z-]{1,20})\]/g;

const blanksIn = (text: string): string[] => [...text.matchAll(blank)].map(([, name]) => name ?? "");

/**
 * Fills in what stands in brackets, once: what is filled in is not read again. A line with a blank that has no value is left out, and so is
 * the empty line that would be left of it.
 */
export const fillIn = (text: string, values: KitValues): string =>
  text
    .split("\n")
    .filter((line) => blanksIn(line).every((name) => values[name as KitBlank] !== ""))
    .map((line) => line.replace(blank, (whole, name: string) => values[name as KitBlank] ?? whole))
    .join("\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();

/** @throws BAD_INPUT for a blank that nothing fills in */
export function assertBlanks(text: string, field: string): void {
  const unknown = blanksIn(text).find((name) => !kitBlanks.includes(name as KitBlank));
  if (unknown !== undefined)
    throw new DomainError(ErrorCode.BAD_INPUT, "kit.unknownBlank", {
      field,
      given: `[${unknown}]`,
      possible: kitBlanks.map((name) => `[${name}]`),
    });
}
