import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { DomainError, ErrorCode } from "../core/errors.ts";
import { requiredReason } from "../core/input-rules.ts";
import { enqueue } from "../core/jobs.ts";
import { localDay } from "../core/local-day.ts";
import { lockMember } from "../members/correct-member.ts";
import { loadSettings } from "../policies/load-settings.ts";
import { lockProgram } from "../programs/lock-program.ts";
import { ProgramAction } from "../programs/program.policy.ts";
import { type ProgramRow, readProgram } from "../programs/program.queries.ts";
import { EvaluationResponse } from "./evaluation.entity.ts";
import "./hand-in-evaluation.ts";

/**
 * Staff say that a member need not answer of a program: a certificate that waited for it waits no more. They may answer all the same.
 * @throws what lockProgram refuses; REASON_REQUIRED; NOT_FOUND for a member; CONFLICT_OF_INTEREST for oneself; ILLEGAL_TRANSITION where they
 *   have answered
 */
export async function waiveEvaluation(
  ctx: Context,
  programId: string,
  memberId: string,
  reason: string,
): Promise<ProgramRow> {
  const why = requiredReason(reason);
  return inTransaction(ctx, async (tx) => {
    const program = await lockProgram(tx, ctx, programId, ProgramAction.WAIVE_EVALUATION, null);
    const member = await lockMember(tx, memberId, "memberId");
    if (member.id === ctx.viewer.memberId) throw new DomainError(ErrorCode.CONFLICT_OF_INTEREST, "members.yourself");
    const key = { memberId: member.id, programId: program.id };
    if (await tx.existsBy(EvaluationResponse, key))
      throw new DomainError(ErrorCode.ILLEGAL_TRANSITION, "evaluations.settled", { field: "memberId" });
    const { timeZone } = await loadSettings(tx);
    await tx.insert(EvaluationResponse, { ...key, answeredOn: localDay(ctx.now(), timeZone), waived: true });
    await audit(tx, ctx, "program.waive-evaluation", ["program", program.id], {
      reason: why,
      after: { memberId: member.id },
    });
    await enqueue(tx, "evaluations.settled", key);
    return readProgram(tx, program.id);
  });
}
