import { type Context, inTransaction } from "../../core/context.ts";
import { defineJob } from "../../core/jobs.ts";
import { forRemovalSql } from "../../core/locks.ts";
import { dropPdfs } from "../../moving/bundle-pdfs.ts";

declare module "../../core/jobs.ts" {
  interface Jobs {
    "persons.forgetImportPreviews": Record<string, never>;
  }
}

/** How long a preview is kept: whoever looks at a difference does so the same day. */
const keptHours = 24;

/** How long a bundle is kept that nobody has recorded: long enough to show it around. */
const keptBundleDays = 7;

/** Deletes bundles that nobody has recorded in time, and previews of lists of members whose day is over, with what was found and what they would have changed. */
export const forgetImportPreviewsJob = defineJob("persons.forgetImportPreviews", (ctx: Context) =>
  inTransaction(ctx, async (tx) => {
    await tx.query("DELETE FROM member_import WHERE preview AND created_at <= $1 AND status <> 'CHECKING'", [
      new Date(ctx.now().getTime() - keptHours * 3_600_000),
    ]);
    const bundles: { id: string }[] = await tx.query(
      `SELECT id FROM bundle_import WHERE status IN ('CHECKED', 'REJECTED') AND created_at <= $1 ${forRemovalSql}`,
      [new Date(ctx.now().getTime() - keptBundleDays * 24 * 3_600_000)],
    );
    const ids = bundles.map(({ id }) => id);
    await dropPdfs(tx, ids);
    await tx.query("DELETE FROM bundle_import WHERE id = ANY($1::uuid[])", [ids]);
  }),
);
