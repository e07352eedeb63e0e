import { audit } from "../../../core/audit.ts";
import { type Context, inTransaction } from "../../../core/context.ts";
import { lockOwner } from "./lock-owner.ts";
import { type KnownByHash, knownByHashSql } from "./trusted-document.object.ts";

/**
 * Documents that were registered are not known any more. What is not known changes nothing.
 * @param apiKeyId null: of the key that asks; where staff ask, of everybody
 * @throws NOT_FOUND; FORBIDDEN
 */
export function removeTrustedDocuments(
  ctx: Context,
  hashes: readonly string[],
  apiKeyId: string | null,
): Promise<KnownByHash[]> {
  return inTransaction(ctx, async (tx) => {
    const owner = await lockOwner(tx, ctx, apiKeyId);
    const [removed]: [KnownByHash[], number] = await tx.query(
      `DELETE FROM trusted_document d
       WHERE api_key_id IS NOT DISTINCT FROM $1::uuid AND kept_until IS NULL
         AND hash IN (SELECT decode(h, 'hex') FROM unnest($2::text[]) h)
       RETURNING ${knownByHashSql("d")}`,
      [owner.apiKeyId, hashes],
    );
    if (removed.length > 0)
      await audit(tx, ctx, "trusted-documents.remove", owner.subject, {
        before: { documents: removed.map(({ hash }) => hash) },
      });
    return removed;
  });
}
