import type { Context } from "../../../core/context.ts";
import { isId } from "../../../core/ids.ts";
import type { Viewer } from "../../../core/viewer.ts";

/** A document by the whole of its hash, or by the beginning that stands for it in our own bundles. */
export type DocumentId = { hash: string } | { beginning: string };

/** Whose documents a program knows beside those that everybody does: those of the key that asks, or by which it acts for a member. */
function keyOf(viewer: Viewer): string | null {
  const id = viewer.apiKey?.id ?? viewer.agent?.id ?? "";
  return isId(id) ? id : null;
}

/** How stale "last used" may become: it saves a write for every request. */
const lastUsedHours = 24;

/** The text of a document that is registered; null: there is none, or it is for others. That it is used is noted once a day. */
export async function findDocument(
  { db, now, viewer }: Pick<Context, "db" | "now" | "viewer">,
  id: DocumentId,
): Promise<string | null> {
  const [known] =
    "hash" in id
      ? await db.query(
          `WITH known AS (
             SELECT d.id, d.text, d.kept_until IS NULL
               AND (d.last_used_at IS NULL OR d.last_used_at < $3::timestamptz - interval '${lastUsedHours} hours') AS stale
             FROM trusted_document d WHERE d.hash = decode($1, 'hex') AND (d.api_key_id IS NULL OR d.api_key_id = $2)
             ORDER BY d.api_key_id NULLS LAST LIMIT 1),
           used AS (UPDATE trusted_document d SET last_used_at = $3 FROM known WHERE d.id = known.id AND known.stale)
           SELECT text FROM known`,
          [id.hash, keyOf(viewer), now()],
        )
      : await db.query(
          `SELECT text FROM trusted_document
           WHERE hash BETWEEN decode($1, 'hex') AND decode(rpad($1, 64, 'f'), 'hex') AND kept_until IS NOT NULL LIMIT 1`,
          [id.beginning],
        );
  return known?.text ?? null;
}
