import { type Context, inTransaction } from "../core/context.ts";
import { heldSince } from "../core/hold.ts";
import { defineJob, enqueueAll, Urgency } from "../core/jobs.ts";
import { forChangeSql } from "../core/locks.ts";
import { numberEvents } from "./number-events.ts";
import { standsSql } from "./webhook.policy.ts";

declare module "../core/jobs.ts" {
  interface Jobs {
    "events.spread": Record<string, never>;
  }
}

/** So many numbers are looked at for each webhook at once. */
const batch = 5_000;

/** Lays out which event goes to which webhook: each once. Answers whether there is more. */
const layOut = (ctx: Context): Promise<boolean> =>
  inTransaction(ctx, async (tx) => {
    const [{ behind }] = await tx.query(
      `WITH last AS (SELECT coalesce(max(number), 0) AS number FROM event),
         mine AS (SELECT w.id, w.types, w.provider_id, w.spread_to, least(last.number, w.spread_to + ${batch}) AS upto, last.number AS last
           FROM webhook w, last WHERE w.spread_to < last.number AND ${standsSql("w")} ORDER BY w.id ${forChangeSql} OF w),
         laid AS (INSERT INTO webhook_delivery (webhook_id, event_id, number, subject_id, next_at)
           SELECT w.id, e.id, e.number, e.subject_id, $1 FROM mine w JOIN event e ON e.number > w.spread_to AND e.number <= w.upto
             AND (w.provider_id IS NULL OR e.provider_id = w.provider_id) AND (w.types = '{}' OR e.type = ANY (w.types))
           ORDER BY w.id, e.number ON CONFLICT (webhook_id, event_id) DO NOTHING),
         moved AS (UPDATE webhook w SET spread_to = m.upto FROM mine m WHERE w.id = m.id)
       SELECT coalesce(bool_or(upto < last), false) AS behind FROM mine`,
      [ctx.now()],
    );
    return behind;
  });

/**
 * Numbers what has happened, lays it out for the webhooks that it is for, and has sent what is due: after each change that somebody listens to, and every
 * minute, so that nothing waits for a job that was lost. While mail is held nothing goes out here either.
 */
export const spreadEventsJob = defineJob("events.spread", async (ctx: Context) => {
  await numberEvents(ctx);
  while (await layOut(ctx));
  if (await heldSince(ctx)) return;
  await inTransaction(ctx, async (tx) => {
    const due: { webhookId: string }[] = await tx.query(
      `SELECT w.id AS "webhookId" FROM webhook w WHERE ${standsSql("w")} AND (w.resume_at IS NULL OR w.resume_at <= $1)
         AND EXISTS (SELECT FROM webhook_delivery d WHERE d.webhook_id = w.id AND d.done_at IS NULL AND d.next_at <= $1)
       ORDER BY w.id`,
      [ctx.now()],
    );
    await enqueueAll(tx, "events.deliver", due, Urgency.BULK, ({ webhookId }) => webhookId);
  });
});
