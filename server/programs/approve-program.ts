import type { EntityManager } from "typeorm";
import { type Context, inTransaction } from "../core/context.ts";
import { DomainError, ErrorCode } from "../core/errors.ts";
import { givenReason } from "../core/input-rules.ts";
import { toStay } from "../core/locks.ts";
import { ProviderStatus } from "../core/viewer.ts";
import { assertWholeSteps } from "../policies/assert-whole-steps.ts";
import { compareCredits, creditsForMinutes } from "../policies/credit-rule.arithmetic.ts";
import { CreditRule } from "../policies/credit-rule.entity.ts";
import { termsOf } from "../policies/credit-rule.queries.ts";
import { Provider } from "../providers/provider.entity.ts";
import { lockProgram } from "./lock-program.ts";
import { moveProgram } from "./move-program.ts";
import { tellApproved } from "./program.mail.ts";
import { ProgramAction } from "./program.policy.ts";
import { type ProgramRow, readProgram } from "./program.queries.ts";
import { ProgramStatus } from "./program.status.ts";
import { type ApprovedKind, approvedKinds, setApprovedKinds } from "./program-credit-kinds.ts";
import { countAsReminded } from "./reporting-reminders.ts";
import { assertChecked } from "./review/checklist.ts";
import type { RecommendedKind } from "./review/program-review.entity.ts";
import { isFirstOfTwo, recommend, tryOut } from "./review/two-reviewers.ts";

/**
 * Approves an application for the credit that an attendee may be awarded at most. Where its review takes two, the first approval is tried, taken
 * back and noted as a recommendation, and another reviewer's decides.
 * @param credits what the minutes earn by the program's rule, or with a reason anything else in whole steps
 * @param creditKinds what of the further kinds that it asks for; those that are not named as they were requested
 * @throws what lockProgram and setApprovedKinds refuse; PROVIDER_NOT_ACTIVE; CHECKLIST_OPEN; SECOND_REVIEWER_REQUIRED; CREDITS_NOT_POSITIVE; CREDITS_NOT_WHOLE_STEPS; REASON_REQUIRED
 */
export async function approveProgram(
  ctx: Context,
  id: string,
  version: number,
  credits: string,
  reason: string | null,
  creditKinds: readonly ApprovedKind[] = [],
): Promise<ProgramRow> {
  return inTransaction(ctx, async (tx) => {
    const program = await lockProgram(tx, ctx, id, ProgramAction.APPROVE, version);
    await assertProviderActive(tx, program.providerId);
    await assertChecked(tx, id);
    const rule = await tx.findOneByOrFail(CreditRule, { id: program.creditRuleId });
    if (compareCredits(credits, "0") <= 0)
      throw new DomainError(ErrorCode.CREDITS_NOT_POSITIVE, "programs.approveOverZero", { field: "credits" });
    assertWholeSteps(rule, credits, "credits");
    const earned = creditsForMinutes(termsOf(rule), program.minutes ?? 0);
    const given = givenReason(reason);
    if (given === null && compareCredits(credits, earned) !== 0)
      throw new DomainError(ErrorCode.REASON_REQUIRED, "programs.creditsDiffer", {
        field: "reason",
        earned,
        minutes: program.minutes ?? 0,
        rule: rule.name,
        credits,
      });
    const approve = async (work: EntityManager): Promise<RecommendedKind[]> => {
      const kinds = await setApprovedKinds(work, id, credits, creditKinds, given);
      const approved = await moveProgram(work, ctx, program, ProgramStatus.APPROVED, "program.approve", {
        patch: { credits },
        reason: given,
        ...(kinds.after.length > 0 && { after: { creditKinds: approvedKinds(kinds.after) } }),
      });
      await countAsReminded(work, ctx, { programId: id });
      await tellApproved(work, ctx, approved);
      return kinds.after.map((each) => ({ kind: each.kind.code, credits: each.credits ?? "0.00" }));
    };
    if (await isFirstOfTwo(tx, ctx, id)) {
      const kinds = await tryOut(tx, approve);
      await recommend(tx, ctx, program, { credits, kinds }, given);
    } else await approve(tx);
    return readProgram(tx, id);
  });
}

/**
 * An application is approved once its provider is let in. Nobody suspends it until the transaction ends.
 * @throws PROVIDER_NOT_ACTIVE
 */
async function assertProviderActive(tx: EntityManager, id: string): Promise<void> {
  const { name, status } = await tx.findOneOrFail(Provider, { where: { id }, lock: toStay });
  if (status !== ProviderStatus.ACTIVE)
    throw new DomainError(ErrorCode.PROVIDER_NOT_ACTIVE, "programs.providerNotActive", { name, status });
}
