// The codes of a room's screen, as server/presence/room-code.ts makes and knows them: RFC 4226 with SHA-256, over steps of 30 seconds.

export const stepMs = 30_000;
const stepsOfHour = 120;

export interface HourKey {
  hour: number;
  /** In base 64. */
  key: string;
}

export const stepAt = (now: number): number => Math.floor(now / stepMs);

/** The six digits of a step; null: there is no key for its hour. */
export async function codeOfStep(keys: readonly HourKey[], step: number): Promise<string | null> {
  const found = keys.find(({ hour }) => hour === Math.floor(step / stepsOfHour));
  if (!found) return null;
  const bytes = Uint8Array.from(atob(found.key), (letter) => letter.charCodeAt(0));
  const key = await crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const counter = new DataView(new ArrayBuffer(8));
  counter.setBigUint64(0, BigInt(step));
  const mac = new DataView(await crypto.subtle.sign("HMAC", key, counter.buffer));
  // Dynamic truncation, RFC 4226, 5.3.
  const offset = mac.getUint8(mac.byteLength - 1) & 0xf;
  return String((mac.getUint32(offset) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

/** What the picture of a code leads to: behind the #, where no server sees it. */
export const codeAddress = (origin: string, sessionId: string, code: string): string =>
  `${origin}/presence#${sessionId}.${code}`;

export function readCodeAddress(hash: string): { sessionId: string; code: string } | null {
  const [, sessionId, code] = /^#([0-9a-f-]{36})\.(\d{6})$/.exec(hash) ?? [];
  return sessionId && code ? { sessionId, code } : null;
}
