import type { EntityManager } from "typeorm";
import type { Context } from "../core/context.ts";
import { everybody } from "../core/define-rate-limit.ts";
import { DomainError, ErrorCode } from "../core/errors.ts";
import { takesOfAll, takesOfProviders } from "../core/provider-limits.ts";
import { leftOfLimit, type Taken, takeFromLimits } from "../core/rate-limits.ts";
import { memberLookUpsByAll } from "../members/member.limits.ts";
import { memberGuessesByProvider, membersSuggestedByProvider } from "./attendance.limits.ts";

/**
 * Most often a column is not the one that it is taken for: then waiting helps nobody, and no time is named. Nor is it said whether the
 * file would have been too much for a whole day, which would tell how many of its rows are right.
 */
const tooManyGuesses = ({ limit, most, remaining }: Taken): DomainError =>
  new DomainError(ErrorCode.TOO_MANY_REQUESTS, "attendance.tooManyGuesses", { limit, most, remaining });

/**
 * Keeps rosters and entries from being a directory that is asked by guessing. Of the errors that were found, rows whose ID and name do
 * not belong together count as guesses, but for those of a column that slipped, and those over a day's number are refused with the whole file and without saying which they are.
 * From then on only a file without any error is taken, which records what it says. Likely members are suggested until a day's number
 * has been named. Counted in the transaction, which is committed with the refusal; another connection might have to be waited for.
 * @throws TOO_MANY_REQUESTS
 */
export async function limitMemberGuesses(tx: EntityManager, ctx: Context, providerId: string): Promise<void> {
  if (ctx.viewer.isStaff) return;
  const [{ guesses, errors, suggested }] = await tx.query(
    `SELECT count(DISTINCT line) FILTER (WHERE (code IN ('UNKNOWN_MEMBER', 'AMBIGUOUS_MEMBER', 'NAME_MISMATCH', 'MEMBER_INACTIVE') OR code = 'MISSING_VALUE' AND details ? 'memberNumber')
         AND line NOT IN (SELECT line FROM roster_slip))::int AS guesses,
       count(*) FILTER (WHERE severity = 'ERROR')::int AS errors, coalesce(sum(cardinality(suggestions)), 0)::int AS suggested
     FROM roster_error`,
  );
  // Once the day's number is used up, what is wrong must not show by what else is told.
  const base = { ...ctx, db: tx };
  if (errors > 0) {
    const taken = await takeFromLimits(base, [
      ...takesOfProviders(ctx, memberGuessesByProvider, guesses),
      ...takesOfAll(ctx, memberLookUpsByAll, guesses),
    ]);
    const full = taken.find(({ allowed }) => !allowed);
    if (full) throw tooManyGuesses(full);
  }
  if (suggested === 0) return;
  // An entry may name no program of the viewer's: then there is no provider to count for.
  const who = ctx.viewer.providers.has(providerId) ? providerId : (ctx.viewer.accountId ?? providerId);
  const left = await leftOfLimit(base, membersSuggestedByProvider, who);
  const leftOfAll = await leftOfLimit(base, memberLookUpsByAll, everybody);
  const remaining = Math.min(left.remaining, leftOfAll.remaining);
  const [{ kept }] = await tx.query(
    `WITH named AS (
       SELECT position, sum(cardinality(suggestions)) OVER (ORDER BY position) AS until FROM roster_error),
     dropped AS (
       UPDATE roster_error e SET suggestions = '{}' FROM named n WHERE n.position = e.position AND n.until > $1)
     SELECT coalesce(max(until) FILTER (WHERE until <= $1), 0)::int AS kept FROM named`,
    [remaining],
  );
  if (kept === 0) return;
  const taken = await takeFromLimits(base, [
    { limit: membersSuggestedByProvider, who, count: kept },
    ...takesOfAll(ctx, memberLookUpsByAll, kept),
  ]);
  // Another file was faster.
  if (taken.some(({ allowed }) => !allowed)) await tx.query("UPDATE roster_error SET suggestions = '{}'");
}
