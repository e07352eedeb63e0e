import { type Context, inTransaction } from "../core/context.ts";
import { notFound } from "../core/errors.ts";
import { isId } from "../core/ids.ts";
import { lockProgramForDocuments } from "./lock-program-for-documents.ts";
import { changeProgram } from "./move-program.ts";
import { type ProgramRow, readProgram } from "./program.queries.ts";
import { ProgramDocument } from "./program-document.entity.ts";

/**
 * Takes a document off a program. Its bytes stay, for the audit log.
 * @throws what lockProgramForDocuments refuses, about the document
 */
export async function removeProgramDocument(ctx: Context, id: string): Promise<ProgramRow> {
  return inTransaction(ctx, async (tx) => {
    const found = isId(id) ? await tx.findOneBy(ProgramDocument, { id }) : null;
    if (!found) throw notFound("document");
    const { programId, kind, fileName, fileId } = found;
    const program = await lockProgramForDocuments(tx, ctx, programId, kind, "document");
    const { affected } = await tx.delete(ProgramDocument, { id });
    if (!affected) throw notFound("document");
    await changeProgram(tx, ctx, program, "program.remove-document", {
      before: { document: { kind, fileName, fileId } },
    });
    return readProgram(tx, programId);
  });
}
