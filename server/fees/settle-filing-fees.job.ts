import { forChange } from "../core/locks.ts";
import "../attendance/record-roster.ts";
import { inTransaction } from "../core/context.ts";
import { defineJob, enqueue } from "../core/jobs.ts";
import { recorded } from "../core/messages/sentence.ts";
import { moveProgram } from "../programs/move-program.ts";
import { Program } from "../programs/program.entity.ts";
import { ProgramStatus } from "../programs/program.status.ts";

/**
 * After attendance was recorded: settles the filing fee of each program, then lets its certificates go. No fee policy is in force
 * yet, so nothing is due and every program passes; the step stands where dated fee policies will hold it.
 */
export const settleFilingFeesJob = defineJob("attendance.recorded", async (ctx, { programIds, ...batch }) =>
  inTransaction(ctx, async (tx) => {
    for (const id of programIds) {
      const program = await tx.findOne(Program, { where: { id }, lock: forChange });
      if (program?.status === ProgramStatus.AWAITING_FEE)
        await moveProgram(tx, ctx, program, ProgramStatus.COMPLETED, "program.complete", {
          reason: recorded("reason.noFee"),
        });
    }
    await enqueue(tx, "attendance.released", batch);
  }),
);
