import { type AuditHead, auditHead, verifyAuditChain } from "../core/audit-chain.ts";
import { auditIsAppendOnly, oneRoleWarning } from "../core/audit-rights.ts";
import { UsageError, withDatabase } from "./with-database.ts";

const usage = "Say what: npm run audit -- verify [SEQ:HASH], or npm run audit -- head";

function readHead(given: string | undefined): AuditHead | undefined {
  if (given === undefined) return undefined;
  const match = /^(\d{1,15}):([0-9a-f]{64})$/.exec(given);
  if (!match) throw new UsageError(usage);
  return { seq: Number(match[1]), hash: match[2] ?? "" };
}

/**
 * `npm run audit -- verify`: names the first entry of the audit log that is not as it was written, and fails.
 * `npm run audit -- head` prints where the log ends, to keep elsewhere; `verify SEQ:HASH` compares with it.
 */
await withDatabase(async (ctx) => {
  const [command, given, ...rest] = process.argv.slice(2);
  const kept = readHead(given);
  if (!["verify", "head"].includes(command ?? "") || rest.length > 0 || (command === "head" && kept))
    throw new UsageError(usage);
  const { fault, head } = await ctx.db.transaction("REPEATABLE READ", async (tx) => ({
    head: await auditHead(tx),
    fault: command === "verify" ? await verifyAuditChain(tx, kept) : null,
  }));
  if (fault) throw new UsageError(fault.what);
  console.log(command === "head" ? `${head.seq}:${head.hash}` : `All ${head.seq} entries are as they were written.`);
  if (command === "verify" && !(await auditIsAppendOnly(ctx.db))) console.warn(oneRoleWarning);
});
