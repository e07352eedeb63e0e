import { randomInt } from "node:crypto";

/** Digits of a mailed code. */
const digits = 8;

/** How often a code may be tried before it is dead. Source: issue 5. */
export const maximumTries = 5;

/** How long a mailed code is good, in minutes. Source: OWASP ASVS 5.0, 6.6.3. */
export const codeMinutes = 10;

export const createMailedCode = (): string => String(randomInt(10 ** digits)).padStart(digits, "0");

/** A code as it was typed, without the spaces and dashes that people put in. */
export const readMailedCode = (typed: string): string => typed.replace(/[\s-]/g, "").slice(0, 100);
