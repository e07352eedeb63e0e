import { type Context, inTransaction } from "../../core/context.ts";
import { defineJob, enqueueOnce } from "../../core/jobs.ts";
import { appendLog } from "./append-log.ts";

declare module "../../core/jobs.ts" {
  interface Jobs {
    "certificates.appendLog": Record<string, never>;
  }
}

/** Each minute: what happened to certificates gets its places in the log, and witnesses are asked to sign the head. */
export const appendLogJob = defineJob("certificates.appendLog", async (ctx: Context) => {
  await appendLog(ctx);
  if (ctx.config.logWitnesses.length > 0)
    await inTransaction(ctx, (tx) => enqueueOnce(tx, "certificates.askWitnesses", {}, "all"));
});
