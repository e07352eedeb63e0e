import "../conferences/end-claims.ts";
import { inTransaction } from "../core/context.ts";
import { defineJob } from "../core/jobs.ts";
import { forChange } from "../core/locks.ts";
import { Program } from "../programs/program.entity.ts";
import { settlingStatuses } from "../programs/program.status.ts";
import { chargeReport } from "./charge-report.ts";
import { settleProgram } from "./settle-program.ts";

/**
 * After the time to claim a conference's sessions at first hand is over: charges its filing fee by the policy of this day, and completes
 * it where nothing is due.
 */
export const settleConferenceFeesJob = defineJob("conferences.ended", async (ctx, { programId: id }) =>
  inTransaction(ctx, async (tx) => {
    const program = await tx.findOne(Program, { where: { id }, lock: forChange });
    if (!program || !settlingStatuses.includes(program.status)) return;
    await chargeReport(tx, ctx, program, ctx.now());
    await settleProgram(tx, ctx, program, { isReport: true });
  }),
);
