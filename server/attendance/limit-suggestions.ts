import type { EntityManager } from "typeorm";
import type { Context } from "../core/context.ts";
import { takeFromLimit } from "../core/rate-limits.ts";

/**
 * Likely members are named for so many rows a day of one provider's rosters and entries, in the order of `roster_error`; the rows
 * beyond keep their errors without names. Who sends made-up rows to learn the directory learns no more of it than by Member
 * Search. Staff may see every member anyway.
 * @param who the provider; an account where it named no program of its own
 */
export async function limitSuggestions(tx: EntityManager, ctx: Context, who: string): Promise<void> {
  if (ctx.viewer.isStaff) return;
  const [{ rows }] = await tx.query(
    "SELECT count(DISTINCT line)::int AS rows FROM roster_error WHERE suggestions <> '{}'",
  );
  if (rows === 0) return;
  const named = await takeAsMany(tx, ctx, who, rows);
  if (named === rows) return;
  await tx.query(
    `UPDATE roster_error SET suggestions = '{}' WHERE line IN (
       SELECT DISTINCT line FROM roster_error WHERE suggestions <> '{}' ORDER BY line OFFSET $1)`,
    [named],
  );
}

/** @returns how many of them the day still allows */
async function takeAsMany(tx: EntityManager, ctx: Context, who: string, rows: number): Promise<number> {
  for (let wanted = rows; wanted > 0; ) {
    // In this transaction, whose rows are told only once it is committed; another connection might have to be waited for.
    const base = { db: tx, config: ctx.config, now: ctx.now };
    const { allowed, remaining } = await takeFromLimit(base, "rowsSuggestedByProvider", who, wanted);
    if (allowed) return wanted;
    wanted = Math.min(wanted - 1, remaining);
  }
  return 0;
}
