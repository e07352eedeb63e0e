import type { Context } from "../../../core/context.ts";
import { DomainError, ErrorCode, notFound } from "../../../core/errors.ts";
import { isId } from "../../../core/ids.ts";
import { inRoles } from "../../../core/policy.ts";
import { ApiKey } from "../api-key.entity.ts";
import { rolesOfKeys } from "../api-key.policy.ts";
import { type KnownByHash, knownByHashSql } from "./trusted-document.object.ts";
import { canRegisterFor } from "./trusted-document.policy.ts";

/**
 * The documents that were registered, by name.
 * @param apiKeyId null: of the key that asks; where staff ask, of everybody
 * @throws NOT_FOUND; FORBIDDEN
 */
export async function listTrustedDocuments(ctx: Context, apiKeyId: string | null): Promise<KnownByHash[]> {
  const viewer = inRoles(ctx.viewer, rolesOfKeys);
  const id = apiKeyId ?? viewer.apiKey?.id ?? null;
  if (id === null && !viewer.isStaff)
    throw new DomainError(ErrorCode.FORBIDDEN, "trustedDocuments.sayKey", { field: "apiKeyId" });
  if (id !== null) {
    const key = isId(id) ? await ctx.db.manager.findOneBy(ApiKey, { id }) : null;
    if (!key || !canRegisterFor(viewer, key)) throw notFound("apiKey");
  }
  return ctx.db.query(
    `SELECT ${knownByHashSql("d")} FROM trusted_document d
     WHERE api_key_id IS NOT DISTINCT FROM $1::uuid AND kept_until IS NULL ORDER BY d.name, d.hash`,
    [id],
  );
}
