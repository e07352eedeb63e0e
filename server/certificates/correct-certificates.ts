import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { DomainError, ErrorCode, notFound } from "../core/errors.ts";
import { isId } from "../core/ids.ts";
import { requiredReason } from "../core/input-rules.ts";
import { enqueueAll } from "../core/jobs.ts";
import { forChange } from "../core/locks.ts";
import { assertMay, staff } from "../core/policy.ts";
import { Program } from "../programs/program.entity.ts";
import { canReviewProgram } from "../programs/program.policy.ts";
import { correctionOf, isOutdatedSql, readStandings } from "./certificate-correction.ts";

declare module "../core/jobs.ts" {
  interface Jobs {
    /** Staff decided that these certificates are to say what they stand on by now. */
    "certificates.correct": { certificateIds: string[]; reason: string };
  }
}

/** So many certificates are looked at together; one job corrects so many. */
const certificatesPerStep = 500;
const certificatesPerJob = 50;

/**
 * Puts every certificate of a program right that says otherwise than what it stands on by now, after sessions or the approved credit were
 * corrected: one decision supersedes or revokes them all, with the reason, and their members are told. Carried out by jobs.
 * @returns how many certificates it is for
 * @throws NOT_FOUND, REASON_REQUIRED; CONFLICT_OF_INTEREST where staff act for the provider; NOTHING_CHANGED where all are right, or none can be put right yet
 */
export async function correctCertificates(ctx: Context, programId: string, reason: string): Promise<number> {
  assertMay(ctx, staff, null);
  const given = requiredReason(reason);
  return inTransaction(ctx, async (tx) => {
    const program = isId(programId) ? await tx.findOne(Program, { where: { id: programId }, lock: forChange }) : null;
    if (!program) throw notFound("program", "programId");
    if (!canReviewProgram(ctx.viewer, program))
      throw new DomainError(ErrorCode.CONFLICT_OF_INTEREST, "programs.conflictOfInterest");
    let count = 0;
    let after = "00000000-0000-0000-0000-000000000000";
    for (;;) {
      const rows: { id: string }[] = await tx.query(
        `SELECT c.id FROM certificate c JOIN program p ON p.id = c.program_id JOIN member m ON m.id = c.member_id
         WHERE c.program_id = $1 AND c.id > $2 AND ${isOutdatedSql}
         ORDER BY c.id LIMIT ${certificatesPerStep}`,
        [programId, after],
      );
      const last = rows.at(-1);
      if (!last) break;
      after = last.id;
      const standings = await readStandings(
        tx,
        rows.map(({ id }) => id),
      );
      const ids = standings
        .filter((standing) => {
          const { effect, refusal } = correctionOf(standing);
          return effect !== "NONE" && refusal === null;
        })
        .map(({ id }) => id);
      const sets = Array.from({ length: Math.ceil(ids.length / certificatesPerJob) }, (_, at) =>
        ids.slice(at * certificatesPerJob, (at + 1) * certificatesPerJob),
      );
      if (sets.length > 0)
        await enqueueAll(
          tx,
          "certificates.correct",
          sets.map((certificateIds) => ({ certificateIds, reason: given })),
        );
      count += ids.length;
    }
    if (count === 0) throw new DomainError(ErrorCode.NOTHING_CHANGED, "certificates.nothingToCorrect");
    await audit(tx, ctx, "program.correct-certificates", ["program", programId], {
      reason: given,
      after: { certificates: count },
    });
    return count;
  });
}
