import { IsNull } from "typeorm";
import type { Context } from "../core/context.ts";
import { isId } from "../core/ids.ts";
import { defineFixedList } from "../core/lists/define-list.ts";
import { defineLoader, orderByKey } from "../core/lists/loaders.ts";
import type { Fields } from "../core/lists/sql.ts";
import type { Event } from "./event.entity.ts";
import { Webhook, type WebhookDelivery } from "./webhook.entity.ts";
import { canManageWebhooks } from "./webhook.policy.ts";

/** The webhooks of a provider or, without one, of the accreditor, newest first. None where the viewer does not manage them. */
export async function listWebhooks(ctx: Context, given: string | null | undefined): Promise<Webhook[]> {
  // Left out it is undefined, and means the accreditor's as null does.
  const providerId = given ?? null;
  if (!canManageWebhooks(ctx.viewer, { providerId }) || (providerId !== null && !isId(providerId))) return [];
  return ctx.db.manager.find(Webhook, {
    where: { providerId: providerId ?? IsNull() },
    order: { createdAt: "DESC", id: "DESC" },
    take: 100,
  });
}

/** One webhook; null where the viewer does not manage it. */
export async function findWebhook(ctx: Context, id: string): Promise<Webhook | null> {
  const webhook = isId(id) ? await ctx.db.manager.findOneBy(Webhook, { id }) : null;
  return webhook && canManageWebhooks(ctx.viewer, webhook) ? webhook : null;
}

/** How many events wait for each of these webhooks. */
export const waitingOf = defineLoader<string, number>(async (ctx, ids) => {
  const rows: { id: string; waiting: number }[] = await ctx.db.query(
    `SELECT webhook_id AS id, count(*)::int AS waiting FROM webhook_delivery
     WHERE webhook_id = ANY($1::uuid[]) AND done_at IS NULL GROUP BY 1`,
    [ids],
  );
  return orderByKey(ids, rows, ({ id }) => id).map((row) => row?.waiting ?? 0);
});

/** Where a delivery stands. */
export enum DeliveryState {
  WAITING = "WAITING",
  TAKEN = "TAKEN",
  GIVEN_UP = "GIVEN_UP",
}

export interface DeliveryRow
  extends Pick<
    WebhookDelivery,
    "id" | "eventId" | "subjectId" | "attempts" | "answer" | "problem" | "tookMs" | "triedAt"
  > {
  type: Event["type"];
  at: Date;
  state: DeliveryState;
  nextAt: Date | null;
}

const fields: Fields<DeliveryRow> = {
  id: "d.id",
  eventId: "d.event_id",
  subjectId: "d.subject_id",
  type: "e.type",
  at: "e.at",
  state: "CASE WHEN d.done_at IS NULL THEN 'WAITING' WHEN d.gave_up THEN 'GIVEN_UP' ELSE 'TAKEN' END",
  attempts: "d.attempts",
  answer: "d.answer",
  problem: "d.problem",
  tookMs: "d.took_ms",
  triedAt: "d.tried_at",
  nextAt: "CASE WHEN d.done_at IS NULL THEN d.next_at END",
};

/** What was sent to a webhook and what waits, the latest event first. */
export const deliveryList = defineFixedList({
  from: "webhook_delivery d",
  key: "d.number",
  joins: { e: "JOIN event e ON e.id = d.event_id" },
  fields,
  where: (_ctx: Context, { webhookId }: { webhookId: string }, bind) => [`d.webhook_id = ${bind(webhookId)}`],
  sortedBy: [[], "DESC"],
});
