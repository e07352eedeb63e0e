import { randomBytes } from "node:crypto";
import { crockford, readCode } from "../core/crockford.ts";

const length = 16;

/** Sixteen characters of five random bits each: 80 bits, which nobody guesses. */
export const createVerificationCode = (): string =>
  Array.from(randomBytes(length), (byte) => crockford[byte & 31]).join("");

/** As people type it. Null: no code at all. */
export const readVerificationCode = (typed: string): string | null => readCode(typed, length);
