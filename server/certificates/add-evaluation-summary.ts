import { type Context, inTransaction } from "../core/context.ts";
import { lockProgramForDocuments } from "../programs/lock-program-for-documents.ts";
import type { ProgramRow } from "../programs/program.queries.ts";
import { ProgramDocumentKind } from "../programs/program-document.entity.ts";
import { addProgramDocument } from "../programs/upload-program-document.ts";
import { printEvaluationSummary } from "./evaluation-summary.ts";

/**
 * Makes the summary of a program's evaluation, of what is counted by now, the document of its report: as if its provider had uploaded it.
 * @throws what lockProgramForDocuments refuses; ILLEGAL_TRANSITION while fewer than five have answered; TOO_MANY_REQUESTS
 */
export async function addEvaluationSummary(ctx: Context, programId: string): Promise<ProgramRow> {
  const kind = ProgramDocumentKind.EVALUATION_SUMMARY;
  return inTransaction(ctx, async (tx) => {
    const program = await lockProgramForDocuments(tx, ctx, programId, kind);
    const content = await printEvaluationSummary(ctx, program);
    const fileName = `${program.number}-evaluations.pdf`;
    return addProgramDocument(tx, ctx, program, kind, { fileName, mediaType: "application/pdf", content });
  });
}
