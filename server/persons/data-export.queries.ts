import { type EntityManager, MoreThan } from "typeorm";
import type { Context } from "../core/context.ts";
import { isId } from "../core/ids.ts";
import { DataExport } from "./data-export.entity.ts";

/** The newest copy of an account that can still be fetched, or is being made; null where there is none. */
export const latestExport = (tx: EntityManager, ctx: Context, accountId: string): Promise<DataExport | null> =>
  tx.findOne(DataExport, {
    where: { accountId, expiresAt: MoreThan(ctx.now()) },
    order: { requestedAt: "DESC", id: "DESC" },
  });

/** A copy that is ready; null where it is missing, has run out, or is not the viewer's in person. */
export async function findExport(ctx: Context, id: string): Promise<DataExport | null> {
  const { accountId, apiKey } = ctx.viewer;
  if (!accountId || apiKey || !isId(id)) return null;
  const found = await ctx.db.manager.findOneBy(DataExport, { id, accountId, expiresAt: MoreThan(ctx.now()) });
  return found?.readyAt ? found : null;
}

/** Its bytes in order, a part at a time. */
export async function* readExportParts(ctx: Context, exportId: string): AsyncGenerator<Buffer> {
  for (let position = 0; ; position++) {
    const [part]: { content: Buffer }[] = await ctx.db.query(
      "SELECT content FROM data_export_part WHERE export_id = $1 AND position = $2",
      [exportId, position],
    );
    if (!part) return;
    yield part.content;
  }
}
