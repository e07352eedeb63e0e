import type { Context } from "../core/context.ts";
import { isSealedWith, seal, sealKeyIn, unseal } from "../core/seal.ts";
import { aboutWebhook } from "./create-webhook.ts";
import { Webhook } from "./webhook.entity.ts";

/**
 * At a start with the key before: seals with the present one whatever secret of a webhook the other sealed. Throws where neither key opens
 * one.
 */
export async function sealWebhooksAnew({ config, db }: Pick<Context, "config" | "db">): Promise<void> {
  const { previousSecretsKey: previous } = config;
  if (!previous) return;
  const key = sealKeyIn(config);
  for (const { id, secret, previousSecret } of await db.manager.find(Webhook)) {
    const about = aboutWebhook(id);
    const anew = (sealed: Buffer) =>
      isSealedWith(key, sealed, about) ? sealed : seal(key, unseal(previous, sealed, about), about);
    await db.manager.update(
      Webhook,
      // Nobody has changed it meanwhile.
      { id, secret },
      { secret: anew(secret), previousSecret: previousSecret && anew(previousSecret) },
    );
  }
}
