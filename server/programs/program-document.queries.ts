import type { Context } from "../core/context.ts";
import { isId } from "../core/ids.ts";
import { defineLoader, groupByKey } from "../core/lists/loaders.ts";
import { bytesOf, keptBytesSql } from "../core/storage/kept-bytes.ts";
import { canViewProgram } from "./program.policy.ts";
import type { ProgramDocument } from "./program-document.entity.ts";

export interface ProgramDocumentRow
  extends Pick<ProgramDocument, "id" | "programId" | "kind" | "fileName" | "uploadedAt"> {
  mediaType: string;
  byteSize: number;
}

/** The documents of a program in the order in which they came. */
export const documentsOfProgram = defineLoader<string, ProgramDocumentRow[]>(async (ctx, programIds) => {
  const rows: ProgramDocumentRow[] = await ctx.db.query(
    `SELECT d.id, d.program_id AS "programId", d.kind, d.file_name AS "fileName", d.uploaded_at AS "uploadedAt",
       f.media_type AS "mediaType", f.byte_size AS "byteSize"
     FROM program_document d JOIN stored_file f ON f.id = d.file_id
     WHERE d.program_id = ANY($1::uuid[]) ORDER BY d.id`,
    [programIds],
  );
  return groupByKey(programIds as string[], rows, (row) => row.programId);
});

/** The bytes of a document; null where it is missing or its program not the viewer's to see. */
export async function readProgramDocument(
  ctx: Context,
  id: string,
): Promise<{ fileName: string; mediaType: string; content: Buffer } | null> {
  if (!isId(id)) return null;
  const [row] = await ctx.db.query(
    `SELECT p.provider_id AS "providerId", d.file_name AS "fileName", f.media_type AS "mediaType", ${keptBytesSql("f")}
     FROM program_document d JOIN program p ON p.id = d.program_id JOIN stored_file f ON f.id = d.file_id WHERE d.id = $1`,
    [id],
  );
  return row && canViewProgram(ctx.viewer, row) ? { ...row, content: await bytesOf(ctx, row) } : null;
}
