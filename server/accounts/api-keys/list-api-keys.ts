import { IsNull } from "typeorm";
import type { Context } from "../../core/context.ts";
import { isId } from "../../core/ids.ts";
import { ApiKey } from "./api-key.entity.ts";
import { canManageApiKeys } from "./api-key.policy.ts";

/** The keys of a provider or, without one, of the accreditor, newest first. None where the viewer does not manage them. */
export async function listApiKeys(ctx: Context, given: string | null | undefined): Promise<ApiKey[]> {
  // Left out it is undefined, and means the accreditor's as null does.
  const providerId = given ?? null;
  if (!canManageApiKeys(ctx.viewer, { providerId }) || (providerId !== null && !isId(providerId))) return [];
  return ctx.db.manager.find(ApiKey, {
    where: { providerId: providerId ?? IsNull() },
    order: { createdAt: "DESC", id: "DESC" },
    take: 100,
  });
}

/** The key that asks; null where a person does. */
export async function findOwnApiKey({ viewer, db }: Context): Promise<ApiKey | null> {
  return viewer.apiKey ? db.manager.findOneBy(ApiKey, { id: viewer.apiKey.id }) : null;
}
