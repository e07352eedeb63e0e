import type { EntityManager } from "typeorm";
import type { Context } from "../../core/context.ts";
import { notFound } from "../../core/errors.ts";
import { isId } from "../../core/ids.ts";
import { forChange } from "../../core/locks.ts";
import { ApiKey } from "./api-key.entity.ts";
import { canManageApiKeys } from "./api-key.policy.ts";

/**
 * A key that the viewer manages, held until the transaction ends.
 * @throws NOT_FOUND
 */
export async function lockApiKey(tx: EntityManager, ctx: Context, id: string): Promise<ApiKey> {
  const key = isId(id) ? await tx.findOne(ApiKey, { where: { id }, lock: forChange }) : null;
  if (!key || !canManageApiKeys(ctx.viewer, key)) throw notFound("apiKey");
  return key;
}
