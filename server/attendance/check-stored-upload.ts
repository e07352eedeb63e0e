import { loadViewerOfSender } from "../accounts/load-viewer.ts";
import { type Context, createContext, inTransaction } from "../core/context.ts";
import { DomainError, ErrorCode } from "../core/errors.ts";
import { jobFiles } from "../core/file-room.ts";
import { uploadCheckLockSql } from "../core/locks.ts";
import { inRoles } from "../core/policy.ts";
import { FindingSeverity } from "../core/row-error.object.ts";
import { StaffRole } from "../core/staff-roles.ts";
import { AttendanceUpload, AttendanceUploadError, AttendanceUploadPhase } from "./attendance.entity.ts";
import { canReportFor } from "./attendance.policy.ts";
import { checkUpload } from "./check-upload.ts";
import { finishUpload } from "./keep-upload.ts";
import { lookAtRoster } from "./roster-file.ts";
import { AttendanceUploadStatus } from "./upload.status.ts";
import { dropParts, openParts } from "./upload-parts.ts";
import { UploadProgress } from "./upload-progress.ts";

/**
 * Checks a roster that was kept for a job, in the name of who sent it, and records it. Does nothing where that was done: a job
 * that is run again after a crash begins anew, since nothing of the first run was committed.
 */
export async function checkStoredUpload(ctx: Context, uploadId: string): Promise<void> {
  await jobFiles.inTurn(() => checkInTurn(ctx, uploadId));
}

async function checkInTurn(ctx: Context, uploadId: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    // Not the row itself: how far it is must be written meanwhile, by another connection.
    await tx.query(`SELECT pg_advisory_xact_lock(${uploadCheckLockSql("$1")})`, [uploadId]);
    const upload = await tx.findOneBy(AttendanceUpload, { id: uploadId });
    if (upload?.status !== AttendanceUploadStatus.CHECKING) return;
    const sender = upload.accountId
      ? createContext(
          ctx,
          inRoles(await loadViewerOfSender(tx, { ...upload, accountId: upload.accountId }, ctx.config), [
            StaffRole.REGISTRAR,
          ]),
          ctx.request,
        )
      : ctx;
    // Whoever was let go meanwhile reports nothing, and neither does a key that was revoked.
    if (upload.accountId && !canReportFor(sender.viewer, upload.providerId))
      throw new DomainError(ErrorCode.FORBIDDEN, "attendance.senderLetGo");
    const progress = new UploadProgress(ctx, upload);
    await progress.tell(AttendanceUploadPhase.READING, 0);
    // A first pass finds out how to read it, a second one reads it.
    const size = 2 * Number(upload.byteSize);
    let read = 0;
    const open = () =>
      openParts(ctx, uploadId, (bytes) => {
        read += bytes;
      });
    const file = await lookAtRoster(ctx, open, jobFiles);
    await checkUpload(tx, sender, upload, file, { progress, shareRead: () => Math.min(1, read / size) });
    await dropParts(tx, uploadId);
  }).catch(async (error: unknown) => {
    // To be tried again tomorrow, or mended, by its sender, not every minute by the job.
    if (!(error instanceof DomainError) || !forSender.includes(error.code)) throw error;
    await rejectUpload(ctx, uploadId, error);
  });
}

/** What trying again at once does not mend. */
const forSender = [ErrorCode.TOO_MANY_REQUESTS, ErrorCode.FILE_TOO_COSTLY, ErrorCode.FORBIDDEN];

/** Ends an upload that is refused as a whole, with the refusal as its one error. */
async function rejectUpload(ctx: Context, uploadId: string, { code, said }: DomainError): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const upload = await tx.findOneBy(AttendanceUpload, { id: uploadId });
    if (upload?.status !== AttendanceUploadStatus.CHECKING) return;
    await tx.insert(AttendanceUploadError, {
      uploadId,
      position: 1,
      line: 1,
      column: null,
      value: null,
      code,
      details: { message: said },
      suggestions: [],
      severity: FindingSeverity.ERROR,
    });
    await finishUpload(tx, ctx, upload, { status: AttendanceUploadStatus.REJECTED, rowCount: null, errorCount: 1 });
    await dropParts(tx, uploadId);
  });
}
