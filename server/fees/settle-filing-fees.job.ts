import "../attendance/record-roster.ts";
import { inTransaction } from "../core/context.ts";
import { defineJob, enqueue } from "../core/jobs.ts";
import { forChange } from "../core/locks.ts";
import { askForEvaluations } from "../evaluations/ask-for-evaluations.ts";
import { Program } from "../programs/program.entity.ts";
import { chargeReport } from "./charge-report.ts";
import { settleProgram } from "./settle-program.ts";

/**
 * After attendance was recorded: charges the filing fee of each program by the policy of the day on which it was, completes what owes
 * nothing, then lets certificates go that nothing holds. Run again it finds the charges and adds none.
 */
export const settleFilingFeesJob = defineJob("attendance.recorded", async (ctx, { programIds, ...batch }) =>
  inTransaction(ctx, async (tx) => {
    for (const id of programIds) {
      const program = await tx.findOne(Program, { where: { id }, lock: forChange });
      if (!program) continue;
      await chargeReport(tx, ctx, program);
      await settleProgram(tx, ctx, program, { isReport: true });
    }
    if ("nobody" in batch) return;
    await askForEvaluations(tx, programIds, batch);
    await enqueue(tx, "attendance.released", batch);
  }),
);
