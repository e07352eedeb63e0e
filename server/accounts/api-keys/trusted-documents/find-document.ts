import type { Context } from "../../../core/context.ts";
import { isId } from "../../../core/ids.ts";

/** A document by the whole of its hash, or by the beginning that stands for it in our own bundles. */
export type DocumentId = { hash: string } | { beginning: string };

/** Whose documents a program knows beside those that everybody does: those of the key that asks, or by which it acts for a member. */
function keyOf({ viewer }: Context): string | null {
  const id = viewer.apiKey?.id ?? viewer.agent?.id ?? "";
  return isId(id) ? id : null;
}

/** The text of a document that is registered; null: there is none, or it is for others. */
export async function findDocument(ctx: Context, id: DocumentId): Promise<string | null> {
  const [known] =
    "hash" in id
      ? await ctx.db.query(
          "SELECT text FROM trusted_document WHERE hash = decode($1, 'hex') AND (api_key_id IS NULL OR api_key_id = $2) LIMIT 1",
          [id.hash, keyOf(ctx)],
        )
      : await ctx.db.query(
          `SELECT text FROM trusted_document
           WHERE hash BETWEEN decode($1, 'hex') AND decode(rpad($1, 64, 'f'), 'hex') AND kept_until IS NOT NULL LIMIT 1`,
          [id.beginning],
        );
  return known?.text ?? null;
}
