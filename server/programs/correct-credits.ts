import { type Context, inTransaction } from "../core/context.ts";
import { DomainError, ErrorCode } from "../core/errors.ts";
import { requiredReason } from "../core/input-rules.ts";
import { assertWholeSteps } from "../policies/assert-whole-steps.ts";
import { compareCredits } from "../policies/credit-rule.arithmetic.ts";
import { CreditRule } from "../policies/credit-rule.entity.ts";
import { lockProgram } from "./lock-program.ts";
import { changeProgram } from "./move-program.ts";
import { ProgramAction } from "./program.policy.ts";
import { type ProgramRow, readProgram } from "./program.queries.ts";
import { type ApprovedKind, approvedKinds, setApprovedKinds } from "./program-credit-kinds.ts";

/**
 * Corrects the credit that an attendee of an approved program may be awarded at most. What was awarded above it stays until staff correct
 * the certificates.
 * @param creditKinds what of further kinds; those that are not named stay
 * @throws what lockProgram and setApprovedKinds refuse; CREDITS_NOT_POSITIVE; CREDITS_NOT_WHOLE_STEPS; REASON_REQUIRED
 */
export async function correctCredits(
  ctx: Context,
  id: string,
  version: number,
  credits: string,
  reason: string,
  creditKinds: readonly ApprovedKind[] = [],
): Promise<ProgramRow> {
  return inTransaction(ctx, async (tx) => {
    const program = await lockProgram(tx, ctx, id, ProgramAction.CORRECT_CREDITS, version);
    const rule = await tx.findOneByOrFail(CreditRule, { id: program.creditRuleId });
    if (compareCredits(credits, "0") <= 0)
      throw new DomainError(ErrorCode.CREDITS_NOT_POSITIVE, "programs.approveOverZero", { field: "credits" });
    assertWholeSteps(rule, credits, "credits");
    const given = requiredReason(reason);
    const kinds = await setApprovedKinds(tx, id, credits, creditKinds, given);
    await changeProgram(tx, ctx, program, "program.correct-credits", {
      patch: { credits },
      reason: given,
      ...(creditKinds.length > 0 && {
        before: { creditKinds: approvedKinds(kinds.before) },
        after: { creditKinds: approvedKinds(kinds.after) },
      }),
    });
    return readProgram(tx, id);
  });
}
