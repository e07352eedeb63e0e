import type { EntityManager } from "typeorm";
import type { Context } from "../core/context.ts";
import { DomainError, ErrorCode, notFound } from "../core/errors.ts";
import { isId } from "../core/ids.ts";
import { forChange } from "../core/locks.ts";
import { assertStanding } from "../core/provider-standing.ts";
import { moveProgram } from "../programs/move-program.ts";
import { isSeriesSql } from "../programs/offering.rules.ts";
import { Program } from "../programs/program.entity.ts";
import { ProgramStatus, settlingStatuses } from "../programs/program.status.ts";
import { AttendanceUpload } from "./attendance.entity.ts";
import { canReportFor, canViewUpload } from "./attendance.policy.ts";
import { AttendanceUploadStatus } from "./upload.status.ts";
import { closedOffering, whyNotCorrectable } from "./upload-actions.queries.ts";

declare module "../core/jobs.ts" {
  interface Jobs {
    /** Records of this upload, or of its corrections, were reversed: certificates that were issued for them don't hold any more. */
    "attendance.withdrawn": { uploadId: string };
  }
}

/**
 * Loads an upload to take it back or to correct it: nobody else can until the transaction ends.
 * @throws NOT_FOUND, the same for a missing and a foreign one; PROVIDER_NOT_ACTIVE
 */
export async function lockUpload(tx: EntityManager, ctx: Context, id: string): Promise<AttendanceUpload> {
  const upload = isId(id) ? await tx.findOne(AttendanceUpload, { where: { id }, lock: forChange }) : null;
  if (!upload || !canViewUpload(ctx.viewer, upload)) throw notFound("upload");
  assertStanding(ctx.viewer, (viewer) => canReportFor(viewer, upload.providerId));
  return upload;
}

/**
 * Refuses where there is nothing to take back or correct, or where it is too late: a provider may while the time to report is open
 * for everything that the upload has on record, staff always.
 * @throws ILLEGAL_TRANSITION, REPORTING_CLOSED
 */
export async function assertCorrectable(tx: EntityManager, ctx: Context, upload: AttendanceUpload): Promise<void> {
  const why = await whyNotCorrectable(ctx.viewer, upload, async () =>
    closedOffering(tx, ctx, await uploadsTogether(tx, upload.id)),
  );
  if (why === "IS_CORRECTION")
    throw new DomainError(ErrorCode.ILLEGAL_TRANSITION, "attendance.isCorrection", { amendsId: upload.amendsId ?? "" });
  if (why === "NOT_PROCESSED")
    throw new DomainError(ErrorCode.ILLEGAL_TRANSITION, "attendance.notCorrectable", { from: upload.status });
  if (why === "NOT_FOR_YOU") throw new DomainError(ErrorCode.FORBIDDEN, "core.notForYou");
  if (why)
    throw new DomainError(ErrorCode.REPORTING_CLOSED, "attendance.correctionClosed", {
      dueOn: why.closed.dueOn,
      programNumber: why.closed.programNumber,
    });
}

/** An upload and what corrected it: their records together are what counts of it. */
export async function uploadsTogether(tx: EntityManager, uploadId: string): Promise<string[]> {
  const rows: { id: string }[] = await tx.query(
    "SELECT id FROM attendance_upload WHERE id = $1 OR amends_id = $1 AND status = $2 ORDER BY id",
    [uploadId, AttendanceUploadStatus.PROCESSED],
  );
  return rows.map((row) => row.id);
}

/** Over offerings `twin` and `t` of one program: whether one report is of both where its rows do not say which they mean. */
const reportedTogether = `(t.starts_on = twin.starts_on AND t.ends_on = twin.ends_on AND t.time_zone = twin.time_zone OR ${isSeriesSql("twin")})`;

/** Whether attendance at `twin` itself was on record when it became reported: else it was reported along with another. */
const reportedItself = `EXISTS (SELECT FROM attendance_record w WHERE w.offering_id = twin.id AND w.session_id IS NULL
  AND w.recorded_at <= twin.reported_at AND (w.reversed_at IS NULL OR w.reversed_at >= twin.reported_at))`;

/**
 * Offerings of which a correction has removed the last attendance on record are not reported any more, and their programs wait for
 * it again; so do those that were reported along with them. Of a series all dates are one. The programs are locked.
 * @param uploadId whose changes those are
 */
export async function reopenReports(tx: EntityManager, ctx: Context, uploadId: string, reason: string): Promise<void> {
  const [reopened]: [{ id: string }[], number] = await tx.query(
    `UPDATE offering twin SET reported_at = NULL
     WHERE twin.reported_at IS NOT NULL
       AND EXISTS (
         SELECT FROM attendance_upload_change c JOIN offering t ON t.id = c.offering_id
         WHERE c.upload_id = $1 AND c.kind = 'REMOVED' AND t.program_id = twin.program_id AND ${reportedTogether})
       AND NOT EXISTS (
         SELECT FROM offering t JOIN attendance_record r ON r.offering_id = t.id
         WHERE t.program_id = twin.program_id AND r.session_id IS NULL AND r.reversed_at IS NULL
           AND ${reportedTogether} AND (t.id = twin.id OR ${isSeriesSql("twin")} OR NOT ${reportedItself}))
     RETURNING twin.program_id AS id`,
    [uploadId],
  );
  for (const id of [...new Set(reopened.map((row) => row.id))].sort()) {
    const program = await tx.findOneByOrFail(Program, { id });
    if (settlingStatuses.includes(program.status))
      await moveProgram(tx, ctx, program, ProgramStatus.AWAITING_ATTENDANCE, "program.reopen-attendance", {
        reason,
        after: { uploadId },
      });
  }
}
