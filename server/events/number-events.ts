import type { Context } from "../core/context.ts";
import { inTransaction } from "../core/context.ts";
import { advisoryLocks } from "../core/locks.ts";

/** How many are numbered in one transaction. */
const batch = 10_000;

/**
 * Gives every committed event that has none its number in the feed. One at a time does so, and holds the lock until it has committed: a
 * number that can be read is therefore higher than all that could be read before, however long the transaction of an event was open, and
 * who went on from a number misses nothing. A number of the event's own transaction would not do: one that commits later may hold a lower.
 */
export async function numberEvents(ctx: Context): Promise<void> {
  for (;;) {
    const [{ waiting }] = await ctx.db.query("SELECT EXISTS (SELECT FROM event WHERE number IS NULL) AS waiting");
    if (!waiting) return;
    await inTransaction({ ...ctx, request: { ...ctx.request, idempotent: null } }, async (tx) => {
      await tx.query("SELECT pg_advisory_xact_lock($1)", [advisoryLocks.events]);
      await tx.query(
        `UPDATE event e SET number = n.number FROM (
           SELECT id, nextval('event_number') AS number
           FROM (SELECT id FROM event WHERE number IS NULL ORDER BY place LIMIT ${batch}) next) n
         WHERE e.id = n.id`,
      );
    });
  }
}
