import { type Context, inTransaction } from "../core/context.ts";
import { defineJob } from "../core/jobs.ts";
import { forRemovalSql } from "../core/locks.ts";
import { removePreviews } from "./keep-upload.ts";

declare module "../core/jobs.ts" {
  interface Jobs {
    "attendance.forgetPreviews": Record<string, never>;
  }
}

/** How long a preview is kept: whoever checks a file looks at the answer the same day. What it took of the disk is free again then. */
const keptHours = 24;

/** Previews that go in one transaction. */
const batch = 100;

/** Deletes previews whose day is over, with what was found and what they would have changed. One that is still checked stays. */
export const forgetPreviewsJob = defineJob("attendance.forgetPreviews", async (ctx: Context) => {
  const before = new Date(ctx.now().getTime() - keptHours * 3_600_000);
  for (let gone = batch; gone === batch; )
    gone = await inTransaction(ctx, async (tx) => {
      const rows: { id: string }[] = await tx.query(
        `SELECT id FROM attendance_upload WHERE preview AND created_at <= $1 AND status <> 'CHECKING'
         ORDER BY created_at, id LIMIT ${batch} ${forRemovalSql} SKIP LOCKED`,
        [before],
      );
      const ids = rows.map(({ id }) => id);
      await removePreviews(tx, ids);
      return ids.length;
    });
});
