import { inTransaction } from "../core/context.ts";
import { defineJob } from "../core/jobs.ts";
import { forChange } from "../core/locks.ts";
import { Program } from "../programs/program.entity.ts";
import { filingDueSql } from "./fee.rules.ts";
import { waiveByPolicy } from "./waive-by-policy.ts";

declare module "../core/jobs.ts" {
  interface Jobs {
    /** A policy may have begun that waives what is open. */
    "fees.applyPolicies": object;
  }
}

/** Waives open fees where a policy that has begun says so, program by program: what it does once it finds done. */
export const applyPoliciesJob = defineJob("fees.applyPolicies", async (ctx) => {
  const [{ some }] = await ctx.db.query(
    "SELECT EXISTS (SELECT FROM fee_policy WHERE waives_open_fees AND starts_on <= $1::date + 1) AS some",
    [ctx.now().toISOString().slice(0, 10)],
  );
  if (!some) return;
  const programs: { id: string }[] = await ctx.db.query(
    `SELECT p.id FROM program p WHERE p.id IN (SELECT program_id FROM ledger_entry WHERE fee IN ('FILING', 'LATE'))
       AND ${filingDueSql("p.id")} > 0 ORDER BY p.id`,
  );
  for (const { id } of programs)
    await inTransaction(ctx, async (tx) => {
      const program = await tx.findOne(Program, { where: { id }, lock: forChange });
      if (program) await waiveByPolicy(tx, ctx, program);
    });
});
