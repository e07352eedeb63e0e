import type { Context } from "./context.ts";
import { day, defineRateLimit, everybody } from "./define-rate-limit.ts";
import type { Take } from "./rate-limits.ts";
import { actsForActive } from "./viewer.ts";

const kibibytesByProvider = defineRateLimit("kibibytesByProvider", {
  most: 2 * 1024 * 1024,
  seconds: day,
  counts: "kibibytes of rosters and documents of one provider",
});
const kibibytesByApplicant = defineRateLimit("kibibytesByApplicant", {
  most: 128 * 1024,
  seconds: day,
  counts: "kibibytes of documents of one provider that staff have not let in",
});
const kibibytesByApplicants = defineRateLimit("kibibytesByApplicants", {
  most: 4 * 1024 * 1024,
  seconds: day,
  alarmAt: 0.8,
  counts: "kibibytes of documents of all providers together that staff have not let in; the log warns at four fifths",
});
export const draftsByProvider = defineRateLimit("draftsByProvider", {
  most: 100,
  seconds: day,
  counts: "applications begun or copied for one provider",
});

/** What a file counts as. */
const kibibytesOf = (bytes: number): number => Math.max(1, Math.ceil(bytes / 1024));

/**
 * What to ask of the quotas for a file of a provider that is kept. Anybody can register an organization, and another one: what those have that
 * staff have not let in is counted together as well. Nothing for staff.
 */
export function takesOfFile({ viewer }: Context, providerId: string, bytes: number): Take[] {
  if (viewer.isStaff) return [];
  const count = kibibytesOf(bytes);
  const limits: [Take["limit"], string][] = actsForActive(viewer, providerId)
    ? [[kibibytesByProvider, providerId]]
    : [
        [kibibytesByApplicant, providerId],
        [kibibytesByApplicants, everybody],
      ];
  return limits.map(([limit, who]) => ({ limit, who, count }));
}
