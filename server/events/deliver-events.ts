import type { EntityManager } from "typeorm";
import { mailAccount } from "../accounts/account.mail.ts";
import { verifiedAddresses } from "../accounts/verified-addresses.ts";
import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { heldSince } from "../core/hold.ts";
import { enqueueOnce, Urgency } from "../core/jobs.ts";
import { deliveryLockSql, forChange } from "../core/locks.ts";
import { say } from "../core/messages/message.ts";
import { unsealIn } from "../core/seal.ts";
import { MailKind } from "../mail/mail.entity.ts";
import { aboutWebhook } from "./create-webhook.ts";
import type { Event } from "./event.entity.ts";
import { type Answer, bodyOf, postEvent, signedHeaders } from "./post-event.ts";
import { StopReason, Webhook } from "./webhook.entity.ts";
import { standsSql } from "./webhook.policy.ts";

const [second, minute, hour] = [1_000, 60_000, 3_600_000];

/** How long after each try that failed the next one follows: over three days in all. */
const pauses = [
  ...[5 * second, 30 * second, 2 * minute, 10 * minute, 30 * minute],
  ...[hour, 2 * hour, 4 * hour, 8 * hour, ...Array<number>(5).fill(12 * hour)],
];

/** After how many tries an event is given up. */
export const mostAttempts = pauses.length + 1;

/** A fifth more or less, so that what failed together does not come together again. */
const jitter = (ms: number): number => ms * (0.8 + 0.4 * Math.random());

const pauseAfter = (failures: number): number => jitter(pauses[Math.min(failures, pauses.length) - 1] ?? 0);

/** How many are on their way to one receiver at once. */
const atOnce = 16;

/** From so many rounds on of which none was taken the receiver itself is left alone for a while, and then asked with one event alone. */
const patience = 3;

/** How long one job is at one receiver: then others have their turn. */
const turnMs = 8_000;

/** How soon a job comes again that found another one at the same receiver. */
const againMs = 2_000;

interface Due extends Pick<Event, "id" | "type" | "at" | "facts"> {
  deliveryId: string;
  attempts: number;
  firstAt: Date | null;
}

/**
 * The next events for a webhook: of each thing the oldest that was not taken, so that what happens to one arrives in order. Of a provider's webhook
 * only what is still the provider's.
 */
const readDue = (ctx: Context, { id }: Webhook, most: number): Promise<Due[]> =>
  ctx.db.query(
    `SELECT d.id AS "deliveryId", d.attempts, d.first_at AS "firstAt", e.id, e.type, e.at, e.facts
     FROM webhook_delivery d JOIN event e ON e.id = d.event_id JOIN webhook w ON w.id = d.webhook_id
     WHERE d.webhook_id = $1 AND d.done_at IS NULL AND d.next_at <= $2 AND (w.provider_id IS NULL OR e.provider_id = w.provider_id)
       AND NOT EXISTS (SELECT FROM webhook_delivery o
         WHERE o.webhook_id = $1 AND o.subject_id = d.subject_id AND o.done_at IS NULL AND o.number < d.number)
     ORDER BY d.number LIMIT $3`,
    [id, ctx.now(), most],
  );

const secretsOf = (ctx: Context, { id, secret, previousSecret, previousUntil }: Webhook): Buffer[] =>
  [secret, previousUntil && previousUntil > ctx.now() ? previousSecret : null]
    .filter((sealed) => sealed !== null)
    .map((sealed) => unsealIn(ctx.config, sealed, aboutWebhook(id)));

/** Sends one round. Answers when the next is due; null where nothing is known to be. */
async function sendRound(ctx: Context, webhookId: string): Promise<Date | null> {
  const [found] = await ctx.db.query(`SELECT FROM webhook w WHERE w.id = $1 AND ${standsSql("w")}`, [webhookId]);
  const webhook = found && (await ctx.db.manager.findOneBy(Webhook, { id: webhookId }));
  if (!webhook) return null;
  const now = ctx.now();
  if (webhook.resumeAt && webhook.resumeAt > now) return webhook.resumeAt;
  const due = await readDue(ctx, webhook, webhook.failures >= patience ? 1 : atOnce);
  if (due.length === 0) return null;
  const secrets = secretsOf(ctx, webhook);
  const url = new URL(webhook.url);
  const answers = await Promise.all(
    due.map((event) => {
      const body = bodyOf(event, ctx.config);
      return postEvent(url, body, signedHeaders(secrets, event.id, now, body), { private: ctx.config.privateWebhooks });
    }),
  );
  return inTransaction(ctx, (tx) => writeDown(tx, ctx, webhookId, due, answers));
}

/** Writes down what became of a round, and what follows for the webhook. Answers when the next is due. */
async function writeDown(
  tx: EntityManager,
  ctx: Context,
  webhookId: string,
  due: readonly Due[],
  answers: readonly Answer[],
): Promise<Date | null> {
  const webhook = await tx.findOne(Webhook, { where: { id: webhookId }, lock: forChange });
  // It was taken away meanwhile.
  if (!webhook) return null;
  const now = ctx.now();
  const results = due.map(({ deliveryId, attempts, firstAt }, i) => {
    const { status, problem, ms } = answers[i] as Answer;
    const isLast = problem !== null && attempts + 1 >= mostAttempts;
    const pause = problem === null || isLast ? 0 : pauseAfter(attempts + 1);
    const nextAt = new Date(now.getTime() + pause);
    return { id: deliveryId, firstAt: firstAt ?? now, status, problem, ms, isLast, nextAt };
  });
  const isTaken = results.some(({ problem }) => problem === null);
  const isGone = results.some(({ status }) => status === 410);
  // Where nothing else was taken since either, the receiver is what fails.
  const isDead = results.some(
    ({ isLast, firstAt }) => isLast && !isTaken && (webhook.lastSuccessAt === null || webhook.lastSuccessAt < firstAt),
  );
  const because = isGone ? StopReason.GONE : isDead ? StopReason.FAILING : null;
  await tx.query(
    `UPDATE webhook_delivery d SET attempts = d.attempts + 1, first_at = r."firstAt", tried_at = $2, answer = r.status, problem = r.problem,
       took_ms = r.ms, next_at = r."nextAt", gave_up = r."isLast" AND NOT $3,
       done_at = CASE WHEN r.problem IS NULL OR (r."isLast" AND NOT $3) THEN $2::timestamptz END
     FROM jsonb_to_recordset($1::jsonb) AS r (id uuid, "firstAt" timestamptz, status int, problem text, ms int, "isLast" boolean, "nextAt" timestamptz)
     WHERE d.id = r.id`,
    [JSON.stringify(results), now, isDead],
  );
  const failures = isTaken ? 0 : webhook.failures + 1;
  const resumeAt = failures >= patience ? new Date(now.getTime() + pauseAfter(failures - patience + 1)) : null;
  await tx.update(Webhook, webhookId, { failures, resumeAt, ...(isTaken && { lastSuccessAt: now }) });
  // It is back: what waits for its next try waits no longer.
  if (isTaken && webhook.failures >= patience)
    await tx.query(
      "UPDATE webhook_delivery SET next_at = $2 WHERE webhook_id = $1 AND done_at IS NULL AND next_at > $2",
      [webhookId, now],
    );
  if (because) {
    await stop(tx, ctx, webhook, because);
    return null;
  }
  if (resumeAt) return resumeAt;
  if (isTaken) return now;
  return new Date(Math.min(...results.map(({ nextAt }) => nextAt.getTime())));
}

/** Stops a webhook whose receiver is gone, or has failed for as long as anything is tried, and tells who stands for it. */
async function stop(tx: EntityManager, ctx: Context, webhook: Webhook, because: StopReason): Promise<void> {
  if (webhook.stoppedAt) return;
  const { id, url, createdByAccountId: accountId } = webhook;
  await tx.update(Webhook, id, { stoppedAt: ctx.now(), stoppedBecause: because });
  await audit(tx, ctx, "webhook.stop", ["webhook", id], { after: { because } });
  for (const toAddress of await verifiedAddresses(tx, accountId))
    await mailAccount(tx, ctx, {
      kind: MailKind.CHANGE,
      cause: `webhook-stopped:${id}:${ctx.now().toISOString()}`,
      toAddress,
      accountId,
      subject: say("changeSubject.webhookStopped"),
      text: [say(because === StopReason.GONE ? "changeText.webhookGone" : "changeText.webhookFailing", { url })],
    });
}

/**
 * Sends a webhook what is due, for a turn. One at a time for each, by a lock that a connection holds: with the process it goes. What was sent and
 * not yet written down then is sent again, with the same ID.
 */
export async function deliverEvents(ctx: Context, webhookId: string): Promise<void> {
  if (await heldSince(ctx)) return;
  const runner = ctx.db.createQueryRunner();
  let nextAt: Date | null = null;
  try {
    const [{ alone }] = await runner.query(`SELECT pg_try_advisory_lock(${deliveryLockSql("$1")}) AS alone`, [
      webhookId,
    ]);
    if (alone) {
      try {
        const until = Date.now() + turnMs;
        do nextAt = await sendRound(ctx, webhookId);
        while (nextAt && nextAt <= ctx.now() && Date.now() < until);
      } finally {
        await runner.query(`SELECT pg_advisory_unlock(${deliveryLockSql("$1")})`, [webhookId]);
      }
    } else nextAt = new Date(Date.now() + againMs);
  } finally {
    await runner.release();
  }
  if (!nextAt) return;
  const at = nextAt;
  await inTransaction(ctx, (tx) => enqueueOnce(tx, "events.deliver", { webhookId }, webhookId, Urgency.BULK, at));
}
