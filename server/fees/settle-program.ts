import type { EntityManager } from "typeorm";
import type { Context } from "../core/context.ts";
import { enqueue } from "../core/jobs.ts";
import { recorded } from "../core/messages/sentence.ts";
import { readReportDocuments } from "../programs/missing-documents.ts";
import { moveProgram } from "../programs/move-program.ts";
import type { Program } from "../programs/program.entity.ts";
import { approvedStatuses, ProgramStatus } from "../programs/program.status.ts";
import { tellDocumentsDue, wasToldOfDocuments } from "../programs/report-documents.mail.ts";
import { readLedger } from "./fee.queries.ts";
import { filingFees, policyHoldsSql, sumsOf } from "./fee.rules.ts";
import { tellReleased } from "./release.mail.ts";

/**
 * Lets a program that is locked go on where nothing holds it any more: it owes nothing for its report, and has the documents that it must. It is
 * completed, certificates that waited are released, and its provider is told. While documents are missing its provider is told of them.
 * @param isReport whether the report itself has just come: what goes on at once has not waited
 * @param released whether certificates of claims went, which waited for documents that are there: fees count them, so it goes on no earlier
 * @returns the program as it now is
 */
export async function settleProgram(
  tx: EntityManager,
  ctx: Context,
  program: Program,
  { isReport = false, released = false } = {},
): Promise<Program> {
  const { due, charged } = sumsOf(await readLedger(tx, program.id), filingFees);
  const { required, missing } = await readReportDocuments(tx, program.id);
  const { people, claimed, feesHeld } = await readReport(tx, program.id);
  const { AWAITING_DOCUMENTS, AWAITING_FEE, COMPLETED } = ProgramStatus;
  // Where nobody attended there is nothing to issue, and nothing to wait for.
  if (missing.length > 0 && (people > 0 || claimed)) {
    if (approvedStatuses.includes(program.status)) await tellDocumentsDue(tx, ctx, program, missing);
    return program.status === AWAITING_FEE
      ? moveProgram(tx, ctx, program, AWAITING_DOCUMENTS, "program.await-documents")
      : program;
  }
  if (program.status === AWAITING_DOCUMENTS && missing.length === 0 && !released) return program;
  if (due > 0)
    return program.status === AWAITING_DOCUMENTS
      ? moveProgram(tx, ctx, program, AWAITING_FEE, "program.await-fee")
      : program;
  if (charged > 0 || required.length > 0) await enqueue(tx, "attendance.released", { programId: program.id });
  if (program.status !== AWAITING_FEE && program.status !== AWAITING_DOCUMENTS) return program;
  if (!isReport && people > 0 && (feesHeld || (await wasToldOfDocuments(tx, program.id))))
    await tellReleased(tx, ctx, program, people);
  const reason = charged > 0 ? "reason.feeSettled" : required.length > 0 ? "reason.documentsThere" : "reason.noFee";
  return moveProgram(tx, ctx, program, COMPLETED, "program.complete", { reason: recorded(reason) });
}

interface Attended {
  people: number;
  /** Whether sessions of it are claimed, of which there are no records before a certificate is issued. */
  claimed: boolean;
  /** Whether their certificates waited for fees. */
  feesHeld: boolean | null;
}

/** How many have attended, and what their certificates waited for. */
async function readReport(tx: EntityManager, programId: string): Promise<Attended> {
  const [report] = await tx.query(
    `SELECT count(DISTINCT r.member_id)::int AS people, ${policyHoldsSql("$1::uuid")} AS "feesHeld",
       EXISTS (SELECT FROM session_claim k JOIN session s ON s.id = k.session_id WHERE s.program_id = $1) AS claimed
     FROM attendance_record r WHERE r.program_id = $1 AND r.reversed_at IS NULL`,
    [programId],
  );
  return report;
}
