import { createHash } from "node:crypto";
import { readCode } from "../core/crockford.ts";

// The number on somebody's badge: four characters of the conference, by which a scanner without a network tells a foreign one, and the
// registration's own twelve, which are random and the same as long as it is there.

const length = 16;
const tagLength = 4;

/** What the numbers of a conference's badges begin with. */
export const badgeTag = (programId: string): string => programId.slice(-tagLength).toUpperCase();

/** SQL: the number on the badge of registration `r`. */
export const badgeSql = `upper(right(r.program_id::text, ${tagLength})) || r.badge_code`;

export const badgeNumber = ({ programId, badgeCode }: { programId: string; badgeCode: string }): string =>
  badgeTag(programId) + badgeCode;

/** What stands on a badge, as it is scanned or typed. Null: no badge's number. */
export function readBadge(typed: string): { tag: string; badgeCode: string } | null {
  const number = readCode(typed, length);
  return number === null ? null : { tag: number.slice(0, tagLength), badgeCode: number.slice(tagLength) };
}

/** By which a telephone knows a badge that it is shown, and cannot make one: 128 bits of SHA-256 over 60 random ones. */
export const badgeHash = (number: string): string =>
  createHash("sha256").update(number).digest().subarray(0, 16).toString("base64url");
