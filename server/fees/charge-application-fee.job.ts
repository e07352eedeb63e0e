import "../programs/submit-program.ts";
import { inTransaction } from "../core/context.ts";
import { defineJob } from "../core/jobs.ts";
import { localDay } from "../core/local-day.ts";
import { forChange } from "../core/locks.ts";
import { loadSettings } from "../policies/load-settings.ts";
import { Program } from "../programs/program.entity.ts";
import { charge } from "./charge.ts";
import { Fee } from "./fee.entity.ts";
import { feePolicyOn, feePromotionOn, readLedger } from "./fee.queries.ts";
import { sumsOf } from "./fee.rules.ts";

/** After an application was handed in for the first time: charges its fee, by the policy of that day. Once, however often it runs. */
export const chargeApplicationFeeJob = defineJob("programs.submitted", async (ctx, { programId: id }) =>
  inTransaction(ctx, async (tx) => {
    const program = await tx.findOne(Program, { where: { id }, lock: forChange });
    if (!program?.submittedAt || sumsOf(await readLedger(tx, id), [Fee.APPLICATION]).charged > 0) return;
    const { timeZone } = await loadSettings(tx);
    const day = localDay(program.submittedAt, timeZone);
    const policy = await feePolicyOn(tx, day, program.typeId);
    if (!policy) return;
    const promotion = await feePromotionOn(tx, day, Fee.APPLICATION, id);
    const amount = Math.min(policy.applicationFee, promotion?.rate ?? policy.applicationFee);
    await charge(tx, ctx, program, policy, Fee.APPLICATION, amount, promotion?.id);
  }),
);
