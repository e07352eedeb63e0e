import type { Context } from "../context.ts";
import { heldSince } from "../hold.ts";
import { defineJob } from "../jobs.ts";
import { log } from "../log.ts";
import { isTrial } from "../rehearsal.ts";
import { type FileStore, StoreAway } from "./file-store.ts";
import { outsideStore } from "./kept-bytes.ts";
import { moveFiles } from "./move-file.ts";

declare module "../jobs.ts" {
  interface Jobs {
    "core.keepFiles": Record<string, never>;
  }
}

/** How long one run may move and remove; it comes every minute. */
const runMs = 40_000;

/** After so many failures of the store in one run the rest waits for the next. */
const mostFailures = 8;

/** So many objects are looked up at once that are to be removed. */
const removedAtOnce = 100;

/** How long after it was gone an object is removed once more, and a locked one tried again. */
const again = "interval '1 day'";

/** Whether this installation may change what stands outside: a copy of it, a rehearsal and a restored backup read what is another's. */
export const mayChangeStore = async (base: Pick<Context, "db" | "config" | "now">): Promise<boolean> =>
  !isTrial(base.config) && (await heldSince(base)) === null;

/** Removes outside what no file has any more. A lock keeps the bytes until its day; they were sealed, and nobody has their key since. */
export async function removeObjects(
  { db }: Pick<Context, "db">,
  store: FileStore,
  goesOn: () => boolean = () => true,
): Promise<number> {
  let removed = 0;
  for (;;) {
    const due: { name: string; goneAt: Date | null }[] = await db.query(
      `SELECT name, gone_at AS "goneAt" FROM removed_object WHERE due_at <= now() ORDER BY due_at LIMIT ${removedAtOnce}`,
    );
    for (const { name, goneAt } of due) {
      if (!goesOn()) return removed;
      const how = await store.remove(name);
      if (how === "LOCKED")
        await db.query(`UPDATE removed_object SET due_at = now() + ${again} WHERE name = $1`, [name]);
      else if (goneAt) await db.query("DELETE FROM removed_object WHERE name = $1 AND gone_at IS NOT NULL", [name]);
      else {
        await db.query(`UPDATE removed_object SET gone_at = now(), due_at = now() + ${again} WHERE name = $1`, [name]);
        removed++;
      }
    }
    if (due.length < removedAtOnce) return removed;
  }
}

/** Moves new files to where the settings say that files stand, and removes there what no file has any more. */
export const keepFilesJob = defineJob("core.keepFiles", async (ctx: Context) => {
  const store = outsideStore(ctx.config);
  if (!store || !(await mayChangeStore(ctx))) return;
  const end = Date.now() + runMs;
  try {
    await removeObjects(ctx, store, () => Date.now() < end);
  } catch (err) {
    if (!(err instanceof StoreAway)) throw err;
    log.warn({ err }, "The store of files does not answer. What is to be removed there is tried again each minute.");
  }
  if (ctx.config.storage !== "s3") return;
  const { failed } = await moveFiles(ctx, store, "s3", (so) => Date.now() < end && so.failed.length < mostFailures);
  const [first] = failed;
  if (first)
    log.warn(
      { err: first.error, files: failed.length },
      "Files could not be moved to the store. They stay in the database, and are tried again each minute.",
    );
});
