import { auditHead } from "./audit-chain.ts";
import type { Context } from "./context.ts";
import { defineJob } from "./jobs.ts";
import { log } from "./log.ts";

declare module "./jobs.ts" {
  interface Jobs {
    "core.tellAuditHead": Record<string, never>;
  }
}

/**
 * Writes the end of the audit log into the server's log, which is kept elsewhere: given back to `npm run audit -- verify`, it shows a
 * tail that was cut off, and a chain that was written anew, by whoever owns the database.
 */
export const tellAuditHeadJob = defineJob("core.tellAuditHead", async (ctx: Context) => {
  const { seq, hash } = await auditHead(ctx.db.manager);
  log.info({ auditHead: `${seq}:${hash}` }, "The audit log ends here.");
});
