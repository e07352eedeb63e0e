import { signedInAccount } from "../accounts/signed-in-account.ts";
import { tellOfChange } from "../accounts/tell-of-change.ts";
import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { DomainError, ErrorCode, notFound } from "../core/errors.ts";
import { advisoryLocks } from "../core/locks.ts";
import { say } from "../core/messages/message.ts";
import { assertStanding } from "../core/provider-standing.ts";
import { seal, sealKeyIn } from "../core/seal.ts";
import { writesFor } from "../core/viewer.ts";
import type { EventType } from "./event.types.ts";
import { numberEvents } from "./number-events.ts";
import { createSecret, showSecret } from "./post-event.ts";
import { namesPrivateAddress } from "./public-address.ts";
import { Webhook } from "./webhook.entity.ts";
import { canManageWebhooks, mostWebhooks } from "./webhook.policy.ts";

export interface NewWebhook {
  url: string;
  types: EventType[];
  providerId?: string | null;
}

/** A webhook with its secret, which is shown this once. */
export interface WebhookWithSecret {
  secret: string;
  webhook: Webhook;
}

/** What a webhook's secrets are sealed about. */
export const aboutWebhook = (id: string): string => `webhook ${id}`;

/**
 * The address of a receiver.
 * @throws BAD_INPUT for what is none, is not encrypted, has a password or a fragment, or names a network that is not public
 */
export function receiverAddress({ config: { privateWebhooks } }: Pick<Context, "config">, given: string): URL {
  const refusal = (why: "webhooks.address" | "webhooks.privateAddress") =>
    new DomainError(ErrorCode.BAD_INPUT, why, { field: "url" });
  const url = URL.canParse(given.trim()) ? new URL(given.trim()) : null;
  const isEncrypted = url?.protocol === "https:" || (privateWebhooks && url?.protocol === "http:");
  if (!url || !isEncrypted || url.username || url.password || url.hash) throw refusal("webhooks.address");
  if (!privateWebhooks && namesPrivateAddress(url)) throw refusal("webhooks.privateAddress");
  return url;
}

/**
 * Makes a webhook for a provider, by one of its owners, or for the accreditor, by staff. It is sent what happens from now on.
 * @throws NOT_FOUND for a provider that the viewer does not own; FORBIDDEN for the accreditor where the viewer is not staff;
 *   PROVIDER_NOT_ACTIVE for a suspended one; BAD_INPUT; TOO_MANY_WEBHOOKS
 */
export async function createWebhook(ctx: Context, input: NewWebhook): Promise<WebhookWithSecret> {
  const providerId = input.providerId ?? null;
  if (!canManageWebhooks(ctx.viewer, { providerId }))
    throw providerId === null
      ? new DomainError(ErrorCode.FORBIDDEN, "webhooks.sayProvider", { field: "providerId" })
      : notFound("provider", "providerId");
  if (providerId !== null) assertStanding(ctx.viewer, (viewer) => writesFor(viewer, providerId));
  const { href: url } = receiverAddress(ctx, input.url);
  await numberEvents(ctx);
  return inTransaction(ctx, async (tx) => {
    // Two at once would both find room.
    await tx.query("SELECT pg_advisory_xact_lock($1)", [advisoryLocks.webhooks]);
    const [{ count, id, last }] = await tx.query(
      `SELECT count(*)::int AS count, uuid_v7() AS id, (SELECT coalesce(max(number), 0) FROM event) AS last
       FROM webhook WHERE provider_id IS NOT DISTINCT FROM $1::uuid`,
      [providerId],
    );
    const most = providerId === null ? mostWebhooks.accreditor : mostWebhooks.provider;
    if (count >= most) throw new DomainError(ErrorCode.TOO_MANY_WEBHOOKS, "webhooks.tooMany", { field: "url", most });
    const secret = createSecret();
    const webhook = await tx.save(
      tx.create(Webhook, {
        id,
        url,
        types: input.types,
        providerId,
        createdByAccountId: signedInAccount(ctx),
        createdAt: ctx.now(),
        secret: seal(sealKeyIn(ctx.config), secret, aboutWebhook(id)),
        previousSecret: null,
        previousUntil: null,
        spreadTo: last,
        failures: 0,
        resumeAt: null,
        lastSuccessAt: null,
        stoppedAt: null,
        stoppedBecause: null,
      }),
    );
    await audit(tx, ctx, "webhook.create", ["webhook", id], { after: { url, types: input.types, providerId } });
    await tellOfChange(
      tx,
      ctx,
      webhook.createdByAccountId,
      say("changeSubject.webhook"),
      say("changeText.webhook", { url }),
    );
    return { secret: showSecret(secret), webhook };
  });
}
