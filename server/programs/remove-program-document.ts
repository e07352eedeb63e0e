import type { EntityManager } from "typeorm";
import { type Context, inTransaction } from "../core/context.ts";
import { DomainError, ErrorCode, notFound } from "../core/errors.ts";
import { isId } from "../core/ids.ts";
import { enqueue } from "../core/jobs.ts";
import "./upload-program-document.ts";
import { lockProgramForDocuments } from "./lock-program-for-documents.ts";
import { readReportDocuments } from "./missing-documents.ts";
import { changeProgram } from "./move-program.ts";
import { type ProgramRow, readProgram } from "./program.queries.ts";
import { ProgramStatus } from "./program.status.ts";
import { ProgramDocument, reportKinds } from "./program-document.entity.ts";

/**
 * Takes a document off a program. Its bytes stay, for the audit log.
 * @throws what lockProgramForDocuments refuses, about the document; ILLEGAL_TRANSITION for the last of a kind that certificates were issued on
 */
export async function removeProgramDocument(ctx: Context, id: string): Promise<ProgramRow> {
  return inTransaction(ctx, async (tx) => {
    const found = isId(id) ? await tx.findOneBy(ProgramDocument, { id }) : null;
    if (!found) throw notFound("document");
    const { programId, kind, fileName, fileId } = found;
    const program = await lockProgramForDocuments(tx, ctx, programId, kind, "document");
    const { affected } = await tx.delete(ProgramDocument, { id });
    if (!affected) throw notFound("document");
    const { missing } = await readReportDocuments(tx, programId);
    if (missing.includes(kind) && (program.status === ProgramStatus.COMPLETED || (await hasClaimed(tx, programId))))
      throw new DomainError(ErrorCode.ILLEGAL_TRANSITION, "programs.documentNeeded", { status: program.status });
    await changeProgram(tx, ctx, program, "program.remove-document", {
      before: { document: { kind, fileName, fileId } },
    });
    if (reportKinds.includes(kind)) await enqueue(tx, "programs.documentsChanged", { programId });
    return readProgram(tx, programId);
  });
}

/** Whether somebody has a certificate of sessions of a conference: it is issued before the conference is completed. */
const hasClaimed = async (tx: EntityManager, programId: string): Promise<boolean> => {
  const [{ claimed }] = await tx.query(
    `SELECT EXISTS (SELECT FROM attendance_record
       WHERE program_id = $1 AND session_id IS NOT NULL AND reversed_at IS NULL) AS claimed`,
    [programId],
  );
  return claimed;
};
