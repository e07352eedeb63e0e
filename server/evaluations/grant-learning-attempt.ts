import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { DomainError, ErrorCode, notFound } from "../core/errors.ts";
import { requiredReason } from "../core/input-rules.ts";
import { lockMember } from "../members/correct-member.ts";
import { lockProgram } from "../programs/lock-program.ts";
import { ProgramAction } from "../programs/program.policy.ts";
import { type ProgramRow, readProgram } from "../programs/program.queries.ts";
import { LearningGrant } from "./learning-check.entity.ts";
import { readOwnChecks } from "./learning-check.queries.ts";

/**
 * Staff or the provider give somebody who has used all attempts of a learning check another one, and say why.
 * @throws what lockProgram refuses; REASON_REQUIRED; NOT_FOUND for a member of whom nothing is asked; CONFLICT_OF_INTEREST for oneself;
 *   ILLEGAL_TRANSITION where it is passed or an attempt is left
 */
export async function grantLearningAttempt(
  ctx: Context,
  programId: string,
  memberId: string,
  reason: string,
): Promise<ProgramRow> {
  const why = requiredReason(reason);
  return inTransaction(ctx, async (tx) => {
    const program = await lockProgram(tx, ctx, programId, ProgramAction.GRANT_ATTEMPT, null);
    const member = await lockMember(tx, memberId, "memberId");
    if (member.id === ctx.viewer.memberId) throw new DomainError(ErrorCode.CONFLICT_OF_INTEREST, "members.yourself");
    const [own] = await readOwnChecks(tx, member.id, [program.id]);
    if (!own) throw notFound("member", "memberId");
    const refused = own.passedAt
      ? "evaluations.passed"
      : own.attemptsLeft > 0 || own.attempt
        ? "evaluations.attemptsLeft"
        : null;
    if (refused) throw new DomainError(ErrorCode.ILLEGAL_TRANSITION, refused, { field: "memberId" });
    const key = { memberId: member.id, programId: program.id };
    const before = await tx.findOneBy(LearningGrant, key);
    await tx.upsert(LearningGrant, { ...key, attempts: (before?.attempts ?? 0) + 1 }, ["memberId", "programId"]);
    await audit(tx, ctx, "program.grant-attempt", ["program", program.id], {
      reason: why,
      after: { memberId: member.id },
    });
    return readProgram(tx, program.id);
  });
}
