import { randomBytes } from "node:crypto";

/** Crockford's base 32: no I, L, O and U, which are taken for others or for words. */
const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const length = 16;

/** Sixteen characters of five random bits each: 80 bits, which nobody guesses. */
export const createVerificationCode = (): string =>
  Array.from(randomBytes(length), (byte) => alphabet[byte & 31]).join("");

/** As it is printed: in groups of four. */
export const groupedCode = (code: string): string => code.replace(/(.{4})(?=.)/g, "$1-");

/** As people type it: dashes, spaces and case don't matter, and O, I and L are read as 0, 1 and 1. Null: no code at all. */
export function readVerificationCode(typed: string): string | null {
  const code = typed
    .slice(0, 64)
    .replace(/[\s\-‐-―]/g, "")
    .toUpperCase()
    .replace(/O/g, "0")
    .replace(/[IL]/g, "1");
  return new RegExp(`^[${alphabet}]{${length}}$`).test(code) ? code : null;
}
