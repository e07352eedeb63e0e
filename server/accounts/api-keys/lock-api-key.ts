import type { EntityManager } from "typeorm";
import type { Context } from "../../core/context.ts";
import { notFound } from "../../core/errors.ts";
import { isId } from "../../core/ids.ts";
import { forChange } from "../../core/locks.ts";
import type { Viewer } from "../../core/viewer.ts";
import { ApiKey } from "./api-key.entity.ts";

/**
 * A key with which the viewer may do something, held until the transaction ends.
 * @throws NOT_FOUND
 */
export async function lockApiKey(
  tx: EntityManager,
  ctx: Context,
  id: string,
  may: (viewer: Viewer, key: ApiKey) => boolean,
): Promise<ApiKey> {
  const key = isId(id) ? await tx.findOne(ApiKey, { where: { id }, lock: forChange }) : null;
  if (!key || !may(ctx.viewer, key)) throw notFound("apiKey");
  return key;
}
