import { DateTime } from "luxon";
import type { EntityManager } from "typeorm";
import { signedInAccount } from "../accounts/signed-in-account.ts";
import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { DomainError, ErrorCode, notFound } from "../core/errors.ts";
import { isId } from "../core/ids.ts";
import { enqueueOnce } from "../core/jobs.ts";
import { forChange } from "../core/locks.ts";
import { assertStanding } from "../core/provider-standing.ts";
import { seal, sealKeyIn } from "../core/seal.ts";
import { writesFor } from "../core/viewer.ts";
import { aboutWebhook, type WebhookWithSecret } from "./create-webhook.ts";
import { createSecret, showSecret } from "./post-event.ts";
import { StopReason, Webhook, WebhookDelivery } from "./webhook.entity.ts";
import { canManageWebhooks } from "./webhook.policy.ts";

/** How long both secrets may sign at most. */
const maximumOverlapHours = 168;

/**
 * A webhook that the viewer manages, held until the transaction ends.
 * @throws NOT_FOUND
 */
async function lockWebhook(tx: EntityManager, ctx: Context, id: string): Promise<Webhook> {
  const webhook = isId(id) ? await tx.findOne(Webhook, { where: { id }, lock: forChange }) : null;
  if (!webhook || !canManageWebhooks(ctx.viewer, webhook)) throw notFound("webhook");
  return webhook;
}

/**
 * Gives a webhook another secret; for the overlap what is sent is signed with both.
 * @throws NOT_FOUND; BAD_INPUT
 */
export async function rotateWebhookSecret(ctx: Context, id: string, overlapHours: number): Promise<WebhookWithSecret> {
  if (overlapHours < 0 || overlapHours > maximumOverlapHours)
    throw new DomainError(ErrorCode.BAD_INPUT, "webhooks.overlap", { field: "overlapHours", maximumOverlapHours });
  return inTransaction(ctx, async (tx) => {
    const webhook = await lockWebhook(tx, ctx, id);
    const secret = createSecret();
    const changed = {
      secret: seal(sealKeyIn(ctx.config), secret, aboutWebhook(id)),
      previousSecret: overlapHours > 0 ? webhook.secret : null,
      previousUntil: overlapHours > 0 ? DateTime.fromJSDate(ctx.now()).plus({ hours: overlapHours }).toJSDate() : null,
    };
    await tx.update(Webhook, id, changed);
    await audit(tx, ctx, "webhook.rotate-secret", ["webhook", id], {
      after: { previousUntil: changed.previousUntil?.toISOString() ?? null },
    });
    return { secret: showSecret(secret), webhook: { ...webhook, ...changed } };
  });
}

/**
 * Sends a webhook nothing any more, until it is started again. Stopping it again changes nothing.
 * @throws NOT_FOUND
 */
export const stopWebhook = (ctx: Context, id: string): Promise<Webhook> =>
  inTransaction(ctx, async (tx) => {
    const webhook = await lockWebhook(tx, ctx, id);
    if (webhook.stoppedAt) return webhook;
    const stopped = { stoppedAt: ctx.now(), stoppedBecause: StopReason.BY_HAND };
    await tx.update(Webhook, id, stopped);
    await audit(tx, ctx, "webhook.stop", ["webhook", id], { after: { because: StopReason.BY_HAND } });
    return { ...webhook, ...stopped };
  });

/**
 * Sends a webhook what it has missed, and what happens from now on. Whoever starts it stands for it.
 * @throws NOT_FOUND; PROVIDER_NOT_ACTIVE
 */
export const startWebhook = (ctx: Context, id: string): Promise<Webhook> =>
  inTransaction(ctx, async (tx) => {
    const webhook = await lockWebhook(tx, ctx, id);
    const { providerId } = webhook;
    if (providerId !== null) assertStanding(ctx.viewer, (viewer) => writesFor(viewer, providerId));
    if (!webhook.stoppedAt) return webhook;
    const started = {
      stoppedAt: null,
      stoppedBecause: null,
      failures: 0,
      resumeAt: null,
      createdByAccountId: signedInAccount(ctx),
    };
    await tx.update(Webhook, id, started);
    await tx.query(
      "UPDATE webhook_delivery SET next_at = $2, attempts = 0, first_at = NULL WHERE webhook_id = $1 AND done_at IS NULL",
      [id, ctx.now()],
    );
    await audit(tx, ctx, "webhook.start", ["webhook", id], { before: { because: webhook.stoppedBecause } });
    await enqueueOnce(tx, "events.spread", {}, "");
    return { ...webhook, ...started };
  });

/**
 * Takes a webhook away, with the log of what was sent to it.
 * @throws NOT_FOUND
 */
export const removeWebhook = (ctx: Context, id: string): Promise<Webhook> =>
  inTransaction(ctx, async (tx) => {
    const webhook = await lockWebhook(tx, ctx, id);
    await tx.delete(Webhook, id);
    await audit(tx, ctx, "webhook.remove", ["webhook", id], { before: { url: webhook.url } });
    return webhook;
  });

/**
 * Sends an event once more, with the same ID, whether or not it was taken.
 * @throws NOT_FOUND; ILLEGAL_TRANSITION where the webhook was stopped
 */
export const replayDelivery = (ctx: Context, id: string): Promise<string> =>
  inTransaction(ctx, async (tx) => {
    const found = isId(id) ? await tx.findOneBy(WebhookDelivery, { id }) : null;
    if (!found) throw notFound("delivery");
    const webhook = await tx.findOne(Webhook, { where: { id: found.webhookId }, lock: forChange });
    if (!webhook || !canManageWebhooks(ctx.viewer, webhook)) throw notFound("delivery");
    if (webhook.stoppedAt) throw new DomainError(ErrorCode.ILLEGAL_TRANSITION, "webhooks.startFirst");
    const again = { doneAt: null, gaveUp: false, attempts: 0, firstAt: null, nextAt: ctx.now() };
    await tx.update(WebhookDelivery, id, again);
    await audit(tx, ctx, "webhook.replay", ["webhook", webhook.id], { after: { eventId: found.eventId } });
    await enqueueOnce(tx, "events.deliver", { webhookId: webhook.id }, webhook.id);
    return id;
  });
