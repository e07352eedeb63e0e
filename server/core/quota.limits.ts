import { day, defineRateLimit } from "./define-rate-limit.ts";

export const kibibytesByProvider = defineRateLimit("kibibytesByProvider", {
  most: 2 * 1024 * 1024,
  seconds: day,
  counts: "kibibytes of rosters and documents of one provider",
});
export const draftsByProvider = defineRateLimit("draftsByProvider", {
  most: 100,
  seconds: day,
  counts: "applications begun or copied for one provider",
});

/** What a file counts as. */
export const kibibytesOf = (bytes: number): number => Math.max(1, Math.ceil(bytes / 1024));
