import { loadViewerOfSender } from "../../accounts/load-viewer.ts";
import { AttendanceUploadPhase } from "../../attendance/attendance.entity.ts";
import { dropParts, openParts, storeParts } from "../../attendance/upload-parts.ts";
import { UploadProgress } from "../../attendance/upload-progress.ts";
import { audit } from "../../core/audit.ts";
import { type Context, createContext, inTransaction } from "../../core/context.ts";
import { DomainError, violates } from "../../core/errors.ts";
import { jobFiles, requestFiles } from "../../core/file-room.ts";
import { enqueue } from "../../core/jobs.ts";
import { keptFileName } from "../../core/kept-file-name.ts";
import { uploadCheckLockSql } from "../../core/locks.ts";
import { assertMay, inRoles, staff } from "../../core/policy.ts";
import { FindingSeverity } from "../../core/row-error.object.ts";
import { StaffRole } from "../../core/staff-roles.ts";
import type { UploadedFile } from "../../core/uploaded-file.ts";
import { checkMemberImport, finish } from "./check-member-import.ts";
import { lookAtMembers, type MemberFile } from "./member-file.ts";
import type { HeadingUse } from "./member-import.columns.ts";
import { MemberImport, MemberImportError, MemberImportPart } from "./member-import.entity.ts";
import { MemberImportStatus } from "./member-import.status.ts";
import { ChangedMeanwhile } from "./write-members.ts";

declare module "../../core/jobs.ts" {
  interface Jobs {
    /** A list of members that is too large to be compared within its request was kept. */
    "persons.importMembers": { importId: string };
  }
}

export interface ImportTerms {
  /** For what each heading is used; null: as before, or by what the headings are called. */
  columns: readonly HeadingUse[] | null;
  deactivatesMissing: boolean;
  preview: boolean;
}

/** In which roles staff import members. */
export const rolesOfImports = [StaffRole.REGISTRAR, StaffRole.ADMINISTRATOR];

/**
 * Takes the association's own list of members: the whole of it, or nothing. Answers with the import, which has the difference and every
 * error of the file; one that was rejected, or was a preview, has changed nothing. A large file is kept and compared by a job: the answer
 * is CHECKING.
 * @throws FORBIDDEN; FILE_TOO_LARGE, FILE_TOO_COSTLY, INVALID_UPLOAD
 */
export async function importMembers(ctx: Context, file: UploadedFile, terms: ImportTerms): Promise<MemberImport> {
  assertMay(ctx, staff, null);
  return requestFiles.inTurn(async () => {
    const list = await lookAtMembers(ctx, () => file.read(), requestFiles, terms.columns);
    for (;;) {
      try {
        return await takeOnce(ctx, file, list, terms);
      } catch (error) {
        if (!isToBeComparedAnew(error)) throw error;
      }
    }
  });
}

/** Somebody else wrote what the list was compared with. */
const isToBeComparedAnew = (error: unknown): boolean =>
  error instanceof ChangedMeanwhile || violates(error, "member_number_once");

async function takeOnce(
  ctx: Context,
  file: UploadedFile,
  list: MemberFile,
  { preview, deactivatesMissing }: ImportTerms,
): Promise<MemberImport> {
  const { facts } = list.task;
  const atOnce = facts.byteSize <= ctx.config.uploadAtOnceBytes / 8;
  return inTransaction(ctx, async (tx) => {
    const given = await tx.save(
      tx.create(MemberImport, {
        accountId: ctx.viewer.accountId,
        apiKeyId: ctx.viewer.apiKey?.id ?? null,
        fileName: keptFileName(file.name),
        sha256: Buffer.from(facts.sha256, "hex"),
        byteSize: String(facts.byteSize),
        status: MemberImportStatus.CHECKING,
        preview,
        deactivatesMissing,
        columns: list.uses,
        phase: atOnce ? null : AttendanceUploadPhase.WAITING,
        createdAt: ctx.now(),
      }),
    );
    if (atOnce) return checkMemberImport(tx, ctx, given, list);
    await storeParts(tx, given.id, list.open(), MemberImportPart);
    await audit(tx, ctx, "member.receive-import", ["member-import", given.id], {
      after: { fileName: given.fileName, byteSize: facts.byteSize, preview },
    });
    await enqueue(tx, "persons.importMembers", { importId: given.id });
    return given;
  });
}

/**
 * Compares a list that was kept for a job, in the name of who sent it, and writes the difference. Does nothing where that was done: a job
 * that is run again after a crash begins anew, since nothing of the first run was committed.
 */
export async function importStoredMembers(ctx: Context, importId: string): Promise<void> {
  await jobFiles.inTurn(async () => {
    for (;;) {
      try {
        return await importOnce(ctx, importId);
      } catch (error) {
        if (isToBeComparedAnew(error)) continue;
        // Too costly a file, or a sender who was let go: trying again at once mends neither.
        if (!(error instanceof DomainError)) throw error;
        return await rejectImport(ctx, importId, error);
      }
    }
  });
}

async function importOnce(ctx: Context, importId: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    // Not the row itself: how far it is must be written meanwhile, by another connection.
    await tx.query(`SELECT pg_advisory_xact_lock(${uploadCheckLockSql("$1")})`, [importId]);
    const given = await tx.findOneBy(MemberImport, { id: importId });
    if (given?.status !== MemberImportStatus.CHECKING) return;
    const sender = given.accountId
      ? createContext(
          ctx,
          inRoles(await loadViewerOfSender(tx, { ...given, accountId: given.accountId }, ctx.config), rolesOfImports),
          ctx.request,
        )
      : ctx;
    // Whoever was let go meanwhile imports nothing, and neither does a key that was revoked.
    assertMay(sender, staff, null);
    const progress = new UploadProgress(ctx, given, "member_import");
    await progress.tell(AttendanceUploadPhase.READING, 0);
    // A first pass finds out how to read it, a second one reads it.
    const size = 2 * Number(given.byteSize);
    let read = 0;
    const count = (bytes: number) => {
      read += bytes;
    };
    const open = () => openParts(ctx, importId, count, MemberImportPart);
    const list = await lookAtMembers(ctx, open, jobFiles, given.columns);
    await checkMemberImport(tx, sender, given, list, { progress, shareRead: () => Math.min(1, read / size) });
    await dropParts(tx, importId, MemberImportPart);
  });
}

/** Ends an import that is refused as a whole, with the refusal as its one error. */
async function rejectImport(ctx: Context, importId: string, { code, said }: DomainError): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const given = await tx.findOneBy(MemberImport, { id: importId });
    if (given?.status !== MemberImportStatus.CHECKING) return;
    await tx.insert(MemberImportError, {
      uploadId: importId,
      position: 1,
      line: 1,
      code,
      details: { message: said },
      severity: FindingSeverity.ERROR,
    });
    await finish(tx, ctx, given, { status: MemberImportStatus.REJECTED, errorCount: 1 });
    await dropParts(tx, importId, MemberImportPart);
  });
}
