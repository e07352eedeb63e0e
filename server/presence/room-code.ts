import { createHmac } from "node:crypto";
import { HOTP, Secret } from "otpauth";
import { sealKeyIn } from "../core/seal.ts";

// The codes of a room's screen: RFC 4226 over steps of 30 seconds as RFC 6238 counts them, with a key for each hour, so that the screen holds
// what it needs for its hour and no more. attendee/presence/room-code.ts makes the same ones.

export const stepMs = 30_000;
export const stepsOfHour = 120;

/** Clocks of screens and of this server are off by seconds: the step before this one and the one after count, too (RFC 6238, 5.2). */
export const drift = 1;

export const stepOf = (at: Date): number => Math.floor(at.getTime() / stepMs);
export const hourOf = (step: number): number => Math.floor(step / stepsOfHour);
export const timeOfStep = (step: number): Date => new Date(step * stepMs);

/** What the codes of a session come of: the installation's key and what its link has of its own. With another link they are others. */
export interface RoomSecret {
  id: string;
  nonce: Buffer;
}

type Keys = Parameters<typeof sealKeyIn>[0];

export const keyOfHour = (keys: Keys, { id, nonce }: RoomSecret, hour: number): Buffer =>
  createHmac("sha256", sealKeyIn(keys))
    .update(`room:${id}:${nonce.toString("hex")}:${hour}`)
    .digest();

/** The six digits of a step. @param key of its hour */
export const codeOfStep = (key: Buffer, step: number): string =>
  new HOTP({ algorithm: "SHA256", digits: 6, secret: new Secret({ buffer: Uint8Array.from(key).buffer }) }).generate({
    counter: step,
  });

/** Of some steps the one whose code it is; null: of none. */
export function stepOfCode(keys: Keys, secret: RoomSecret, code: string, steps: readonly number[]): number | null {
  const ofHours = new Map<number, Buffer>();
  for (const step of steps) {
    const hour = hourOf(step);
    const key = ofHours.get(hour) ?? keyOfHour(keys, secret, hour);
    ofHours.set(hour, key);
    if (codeOfStep(key, step) === code) return step;
  }
  return null;
}
