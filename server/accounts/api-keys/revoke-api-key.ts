import { audit } from "../../core/audit.ts";
import { type Context, inTransaction } from "../../core/context.ts";
import { ApiKey } from "./api-key.entity.ts";
import { canManageApiKeys } from "./api-key.policy.ts";
import { lockApiKey } from "./lock-api-key.ts";

/**
 * Ends a key at once. Revoking it again changes nothing.
 * @throws NOT_FOUND
 */
export function revokeApiKey(ctx: Context, id: string): Promise<ApiKey> {
  return inTransaction(ctx, async (tx) => {
    const key = await lockApiKey(tx, ctx, id, canManageApiKeys);
    if (key.revokedAt) return key;
    const revokedAt = ctx.now();
    await tx.update(ApiKey, id, { revokedAt });
    await audit(tx, ctx, "api-key.revoke", ["api-key", id], { before: { name: key.name } });
    return { ...key, revokedAt };
  });
}
