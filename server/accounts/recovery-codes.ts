import { randomBytes } from "node:crypto";
import { hashToken } from "./access-token.ts";

/** Crockford's base 32: no I, L, O and U, which are taken for others or for words. */
const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** Characters of five random bits each: 120 bits, so that a fast hash is safe to keep and guessing needs no limit. */
const length = 24;

export const recoveryCodeCount = 10;

/** Ten codes as they are shown, in groups of six. */
export const createRecoveryCodes = (): string[] =>
  Array.from({ length: recoveryCodeCount }, () =>
    Array.from(randomBytes(length), (byte) => alphabet[byte & 31])
      .join("")
      .replace(/(.{6})(?=.)/g, "$1-"),
  );

/** The hash of a code as it was typed: dashes, spaces and case don't matter, and O, I and L are read as 0, 1 and 1. */
export const hashRecoveryCode = (typed: string): Buffer =>
  hashToken(
    typed
      .slice(0, 100)
      .replace(/[\s\-‐-―]/g, "")
      .toUpperCase()
      .replace(/O/g, "0")
      .replace(/[IL]/g, "1"),
  );
