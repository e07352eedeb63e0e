import type { Context } from "../context.ts";
import { defineJob } from "../jobs.ts";
import { log } from "../log.ts";
import { StoreAwayError } from "./file-store.ts";
import { outsideStore } from "./kept-bytes.ts";
import { moveFiles } from "./move-file.ts";
import { mayChangeStore, removeObjects } from "./remove-objects.ts";

declare module "../jobs.ts" {
  interface Jobs {
    "core.keepFiles": Record<string, never>;
  }
}

/** How long one run may move and remove; it comes every minute. */
const runMs = 40_000;

/** After so many failures of the store in one run the rest waits for the next. */
const mostFailures = 8;

/** Moves new files to where the settings say that files stand, and removes there what no file has any more. */
export const keepFilesJob = defineJob("core.keepFiles", async (ctx: Context) => {
  const store = outsideStore(ctx.config);
  if (!store || !(await mayChangeStore(ctx))) return;
  const end = Date.now() + runMs;
  try {
    await removeObjects(ctx, store, () => Date.now() < end);
  } catch (err) {
    if (!(err instanceof StoreAwayError)) throw err;
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
