// The numbers of badges, as server/conferences/badge.ts reads and hashes them.

const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const length = 16;

/** What stands on a badge, as it is scanned or typed. Null: no badge's number. */
export function readNumber(typed: string): string | null {
  const number = typed
    .slice(0, 64)
    .replace(/[\s\-‐-―]/g, "")
    .toUpperCase()
    .replace(/O/g, "0")
    .replace(/[IL]/g, "1");
  return number.length === length && [...number].every((letter) => alphabet.includes(letter)) ? number : null;
}

/** As it is printed: in groups of four. */
export const grouped = (number: string): string => number.replace(/(.{4})(?=.)/g, "$1-");

/** The first 16 bytes of SHA-256, in base64url. */
export async function hashBadge(number: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(number));
  return btoa(String.fromCharCode(...new Uint8Array(digest, 0, 16)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}

/** What a telephone holds of a conference's badges. */
export interface KnownBadges<Badge> {
  tag: string;
  /** By hash. */
  badges: { get(hash: string): Badge | undefined };
}

export type Found<Badge> =
  | { kind: "KNOWN"; number: string; hash: string; badge: Badge }
  /** Of this conference, and not among those that are known here: it may be newer. */
  | { kind: "UNKNOWN"; number: string; hash: string }
  | { kind: "FOREIGN" }
  | { kind: "NO_BADGE" };

/** What can be said of a badge without a network. */
export async function outcomeHere<Badge>({ tag, badges }: KnownBadges<Badge>, scanned: string): Promise<Found<Badge>> {
  const number = readNumber(scanned);
  if (!number) return { kind: "NO_BADGE" };
  if (!number.startsWith(tag)) return { kind: "FOREIGN" };
  const hash = await hashBadge(number);
  const badge = badges.get(hash);
  return badge ? { kind: "KNOWN", number, hash, badge } : { kind: "UNKNOWN", number, hash };
}
