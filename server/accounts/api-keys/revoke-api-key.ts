import type { EntityManager } from "typeorm";
import { audit } from "../../core/audit.ts";
import { type Context, inTransaction } from "../../core/context.ts";
import { forChange } from "../../core/locks.ts";
import { ApiKey } from "./api-key.entity.ts";
import { canManageApiKeys } from "./api-key.policy.ts";
import { lockApiKey } from "./lock-api-key.ts";
import { TrustedDocument } from "./trusted-documents/trusted-document.entity.ts";

/**
 * Ends a key at once, and those that it was replaced by, since whoever has one may have replaced it by another. Revoking it again changes
 * nothing.
 * @throws NOT_FOUND
 */
export function revokeApiKey(ctx: Context, id: string): Promise<ApiKey> {
  return inTransaction(ctx, async (tx) => {
    const key = await lockApiKey(tx, ctx, id, canManageApiKeys);
    const revokedAt = ctx.now();
    for (let each: ApiKey | null = key; each; each = await successorOf(tx, each)) {
      if (each.revokedAt) continue;
      await tx.update(ApiKey, each.id, { revokedAt });
      await tx.delete(TrustedDocument, { apiKeyId: each.id });
      await audit(tx, ctx, "api-key.revoke", ["api-key", each.id], { before: { name: each.name } });
    }
    return { ...key, revokedAt: key.revokedAt ?? revokedAt };
  });
}

const successorOf = async (tx: EntityManager, { replacedById: id }: ApiKey): Promise<ApiKey | null> =>
  id ? tx.findOne(ApiKey, { where: { id }, lock: forChange }) : null;
