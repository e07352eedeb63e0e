import { fileTypeFromBuffer } from "file-type";
import type { EntityManager } from "typeorm";
import { type Context, inTransaction } from "../core/context.ts";
import { DomainError, ErrorCode } from "../core/errors.ts";
import { storeFile } from "../core/files.ts";
import { enqueue } from "../core/jobs.ts";
import { keptFileName } from "../core/kept-file-name.ts";
import { takesOfFile } from "../core/quota.limits.ts";
import { enforceLimits } from "../core/rate-limits.ts";
import { readUpload } from "../core/read-upload.ts";
import type { UploadedFile } from "../core/uploaded-file.ts";
import { lockProgramForDocuments } from "./lock-program-for-documents.ts";
import { readReportDocuments } from "./missing-documents.ts";
import { changeProgram } from "./move-program.ts";
import type { Program } from "./program.entity.ts";
import { type ProgramRow, readProgram } from "./program.queries.ts";
import { ProgramDocument, type ProgramDocumentKind, reportKinds } from "./program-document.entity.ts";

declare module "../core/jobs.ts" {
  interface Jobs {
    /** A document of a report came, or was taken off: certificates may wait for it. `released`: after the last of them, certificates of claims went. */
    "programs.documentsChanged": { programId: string; released?: true };
    /** The last of the documents came that certificates of a program waited for. */
    "programs.documentsCompleted": { programId: string };
  }
}

/** Largest document, in bytes. */
const maximumBytes = 10 * 1024 * 1024;
/** Most documents of one program. */
const maximumDocuments = 50;

/**
 * Kinds of files taken, told by their content: what a name or a browser says of a file proves nothing. With how their names end: what
 * is saved under another ending may be opened as another kind.
 */
const endings: Record<string, RegExp> = {
  "application/pdf": /\.pdf$/i,
  "image/png": /\.png$/i,
  "image/jpeg": /\.jpe?g$/i,
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document": /\.docx$/i,
};

const lastPart = (fileName: string): string =>
  keptFileName(
    fileName
      .replace(/^.*[\\/]/s, "")
      .replace(/[\p{Cc}\u2028\u2029]+/gu, " ")
      .trim(),
  ) || "document";

/**
 * Adds a document to a program: to an application while it can be edited, a report's once the program is approved.
 * @throws what lockProgramForDocuments refuses; FILE_TOO_LARGE; BAD_INPUT for other kinds of files; TOO_MANY_REQUESTS
 */
export async function uploadProgramDocument(
  ctx: Context,
  programId: string,
  kind: ProgramDocumentKind,
  file: UploadedFile,
): Promise<ProgramRow> {
  const content = await readUpload(file, maximumBytes);
  const type = await fileTypeFromBuffer(content);
  const ending = type && endings[type.mime];
  if (!ending) throw new DomainError(ErrorCode.BAD_INPUT, "programs.badDocument", { field: "file" });
  const given = lastPart(file.name);
  const fileName = ending.test(given) ? given : `${given}.${type.ext}`;
  return inTransaction(ctx, async (tx) => {
    const program = await lockProgramForDocuments(tx, ctx, programId, kind);
    return addProgramDocument(tx, ctx, program, kind, { fileName, mediaType: type.mime, content });
  });
}

/**
 * Adds a file to a program that is locked for it.
 * @throws BAD_INPUT where it has as many as it may; TOO_MANY_REQUESTS
 */
export async function addProgramDocument(
  tx: EntityManager,
  ctx: Context,
  program: Program,
  kind: ProgramDocumentKind,
  { fileName, mediaType, content }: { fileName: string; mediaType: string; content: Buffer },
): Promise<ProgramRow> {
  const { id: programId } = program;
  if ((await tx.countBy(ProgramDocument, { programId })) >= maximumDocuments)
    throw new DomainError(ErrorCode.BAD_INPUT, "programs.maximumDocuments", { field: "file", maximumDocuments });
  await enforceLimits({ ...ctx, db: tx }, takesOfFile(ctx, program.providerId, content.byteLength));
  const { missing } = await readReportDocuments(tx, programId);
  const isLast = missing.length === 1 && missing[0] === kind;
  const fileId = await storeFile(tx, ctx, mediaType, content);
  await tx.insert(ProgramDocument, { programId, fileId, kind, fileName, uploadedAt: ctx.now() });
  await changeProgram(tx, ctx, program, "program.add-document", { after: { document: { kind, fileName, fileId } } });
  if (reportKinds.includes(kind))
    await enqueue(tx, isLast ? "programs.documentsCompleted" : "programs.documentsChanged", { programId });
  return readProgram(tx, programId);
}
