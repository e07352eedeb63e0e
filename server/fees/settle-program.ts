import type { EntityManager } from "typeorm";
import type { Context } from "../core/context.ts";
import { enqueue } from "../core/jobs.ts";
import { recorded } from "../core/messages/sentence.ts";
import { readReportDocuments } from "../programs/missing-documents.ts";
import { moveProgram } from "../programs/move-program.ts";
import type { Program } from "../programs/program.entity.ts";
import { approvedStatuses, ProgramStatus } from "../programs/program.status.ts";
import { readLedger } from "./fee.queries.ts";
import { filingFees, policyHoldsSql, sumsOf } from "./fee.rules.ts";
import { tellDocumentsDue, tellReleased, wasToldOfDocuments } from "./release.mail.ts";

/**
 * Lets a program that is locked go on where nothing holds it any more: it owes nothing for its report, and has the documents that it must. It is
 * completed, certificates that waited are released, and its provider is told. While documents are missing its provider is told of them.
 * @param isReport whether the report itself has just come: what goes on at once has not waited
 * @returns the program as it now is
 */
export async function settleProgram(
  tx: EntityManager,
  ctx: Context,
  program: Program,
  { isReport = false } = {},
): Promise<Program> {
  const { due, charged } = sumsOf(await readLedger(tx, program.id), filingFees);
  const { required, missing } = await readReportDocuments(tx, program.id);
  const { people, feesHeld } = await readReport(tx, program.id);
  // Where nobody attended there is nothing to issue, and nothing to wait for.
  const waitsForDocuments = missing.length > 0 && people > 0;
  if (waitsForDocuments && approvedStatuses.includes(program.status)) await tellDocumentsDue(tx, ctx, program, missing);
  if (due > 0 || waitsForDocuments) return program;
  if (charged > 0 || required.length > 0) await enqueue(tx, "attendance.released", { programId: program.id });
  if (program.status !== ProgramStatus.AWAITING_FEE) return program;
  if (!isReport && people > 0 && (feesHeld || (await wasToldOfDocuments(tx, program.id))))
    await tellReleased(tx, ctx, program, people);
  const reason = charged > 0 ? "reason.feeSettled" : required.length > 0 ? "reason.documentsThere" : "reason.noFee";
  return moveProgram(tx, ctx, program, ProgramStatus.COMPLETED, "program.complete", { reason: recorded(reason) });
}

/** How many have attended, and whether their certificates waited for fees. */
async function readReport(tx: EntityManager, programId: string): Promise<{ people: number; feesHeld: boolean | null }> {
  const [report] = await tx.query(
    `SELECT count(DISTINCT r.member_id)::int AS people, ${policyHoldsSql("$1::uuid")} AS "feesHeld"
     FROM attendance_record r WHERE r.program_id = $1 AND r.reversed_at IS NULL`,
    [programId],
  );
  return report;
}
