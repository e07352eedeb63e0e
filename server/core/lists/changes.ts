import type { Context } from "../context.ts";
import { changesUnderWay } from "../locks.ts";
import type { Bindings } from "./sql.ts";

/** What a list is asked for by whoever keeps a copy of it. */
export interface ChangeConditions {
  changedSince?: Date | null;
  /** Before which no change can come to stand any more. */
  settledBefore?: Date | null;
}

/**
 * Where somebody follows changes, up to when they are shown: only what is older than every change that is still under way, so that a
 * later page never has to begin before this one's end. Asked in a statement of its own before the list is read: whoever begins to change
 * something after it stamps it later.
 */
export async function followed<Filter extends ChangeConditions>(ctx: Context, filter: Filter): Promise<Filter> {
  if (!filter.changedSince) return filter;
  const [{ settledBefore }]: [{ settledBefore: Date }] = await ctx.db.query(
    `SELECT least(date_trunc('milliseconds', statement_timestamp()), (${changesUnderWay})) AS "settledBefore"`,
  );
  return { ...filter, settledBefore };
}

/** The condition that something changed at that time or later, and can be told by now. */
export const changedSince = (
  column: string,
  { changedSince: since, settledBefore }: ChangeConditions,
  bind: Bindings["bind"],
): string | null =>
  since ? `${column} >= ${bind(since)}${settledBefore ? ` AND ${column} < ${bind(settledBefore)}` : ""}` : null;

/** What every `changedSince` says. */
export const changedSinceDescription =
  "Changed at this time or later, which is told once all that began before is done. With CHANGED_AT for the order, and the last entry's `changedAt` the next time, nothing is missed.";
