import type { EntityManager } from "typeorm";
import { type Context, inTransaction } from "../core/context.ts";
import { DomainError, ErrorCode, notFound } from "../core/errors.ts";
import { requestFiles } from "../core/file-room.ts";
import { givenReason, requiredReason } from "../core/input-rules.ts";
import { enqueue } from "../core/jobs.ts";
import { takesOfProviders } from "../core/provider-limits.ts";
import { takesOfFile } from "../core/quota.limits.ts";
import { enforceLimits } from "../core/rate-limits.ts";
import type { UploadedFile } from "../core/uploaded-file.ts";
import { AttendanceSource, type AttendanceUpload } from "./attendance.entity.ts";
import { memberGuessesByProvider } from "./attendance.limits.ts";
import { findUpload } from "./attendance.queries.ts";
import { checkRoster, lockProgramsOfRoster } from "./check-roster.ts";
import { assertCorrectable, lockUpload, reopenReports, uploadsTogether } from "./correct-upload.ts";
import { finishUpload, insertUpload, keepRosterFindings } from "./keep-upload.ts";
import { kindsOfRecordSql, recordKindsOfCorrection } from "./kind-credits.ts";
import { RosterReading } from "./read-roster.ts";
import { closeReport } from "./record-roster.ts";
import { reinstateYielded } from "./reinstate-yielded.ts";
import { takeRoster } from "./roster-file.ts";
import { createRosterStage, stageRows } from "./roster-stage.ts";
import { AttendanceUploadStatus } from "./upload.status.ts";

/**
 * Compares a corrected file with what an upload has on record, and applies the difference unless it is a preview: what the file
 * does not have any more, or has otherwise, is reversed; what it has anew, or otherwise, is recorded. What it leaves alone is
 * untouched, and so are its certificates. The file is checked as any roster, but may have what is on record by this upload.
 * Answers with the correction, an upload of its own, which lists the difference or every error. Runs within the request,
 * however large the file is.
 * @param reason may be missing for a preview
 * @throws NOT_FOUND, ILLEGAL_TRANSITION, REPORTING_CLOSED, REASON_REQUIRED, NOTHING_CHANGED, STALE_VERSION, TOO_MANY_REQUESTS, FILE_TOO_LARGE, FILE_TOO_COSTLY,
 *   INVALID_UPLOAD
 */
export async function amendUpload(
  ctx: Context,
  id: string,
  file: UploadedFile,
  reason: string | null,
  preview: boolean,
): Promise<AttendanceUpload> {
  if (!(await findUpload(ctx, id))) throw notFound("upload");
  // A preview that finds nothing wrong tells that every name is right, and records nothing.
  if (preview) await enforceLimits(ctx, takesOfProviders(ctx, memberGuessesByProvider, 0));
  const given = preview ? givenReason(reason) : requiredReason(reason);
  return requestFiles.inTurn(() => amendInTurn(ctx, id, file, given, preview));
}

async function amendInTurn(
  ctx: Context,
  id: string,
  file: UploadedFile,
  given: string | null,
  preview: boolean,
): Promise<AttendanceUpload> {
  const { roster, fileName } = await takeRoster(ctx, file);
  return inTransaction(ctx, async (tx) => {
    const amended = await lockUpload(tx, ctx, id);
    await assertCorrectable(tx, ctx, amended);
    await enforceLimits({ ...ctx, db: tx }, takesOfFile(ctx, amended.providerId, roster.facts.byteSize));
    const together = await uploadsTogether(tx, id);
    const { providerId } = amended;
    const { facts } = roster;
    const upload = await insertUpload(tx, ctx, { providerId, fileName, preview, facts, amendsId: id, reason: given });
    await createRosterStage(tx);
    const reading = new RosterReading(roster);
    await stageRows(tx, reading.rows());
    await lockProgramsOfRoster(tx, providerId, together);
    const found = await checkRoster(tx, ctx, providerId, reading.headings, { corrects: together });
    const { rowCount } = reading;
    await keepRosterFindings(tx, ctx, upload, roster.facts, found);
    if (found.errorCount > 0)
      return finishUpload(tx, ctx, upload, { status: AttendanceUploadStatus.REJECTED, rowCount, ...found });
    const difference = await writeDifference(tx, upload.id, together);
    const { addedRows, changedRows, removedRows } = difference;
    if (preview)
      return finishUpload(tx, ctx, upload, {
        status: AttendanceUploadStatus.PREVIEWED,
        rowCount,
        ...found,
        ...difference,
      });
    if (addedRows + changedRows + removedRows === 0)
      throw new DomainError(ErrorCode.NOTHING_CHANGED, "attendance.nothingChanged", { field: "file" });
    await applyDifference(tx, ctx, upload, difference);
    await closeReport(tx, ctx, { uploadId: upload.id });
    await reinstateYielded(tx, ctx, upload.id);
    await reopenReports(tx, ctx, upload.id, given ?? "");
    await enqueue(tx, "attendance.withdrawn", { uploadId: id });
    return finishUpload(tx, ctx, upload, {
      status: AttendanceUploadStatus.PROCESSED,
      rowCount,
      recordedRows: addedRows + changedRows,
      ...found,
      ...difference,
    });
  });
}

type Difference = Pick<AttendanceUpload, "addedRows" | "changedRows" | "removedRows">;

/** Writes down what the rows of `roster_checked` add, change and remove, in the order of the file. */
async function writeDifference(tx: EntityManager, uploadId: string, together: readonly string[]): Promise<Difference> {
  const [difference] = await tx.query(
    `WITH written AS (
       INSERT INTO attendance_upload_change (upload_id, position, kind, record_id, line, member_id, program_id, offering_id,
         completed_on_before, credits_before, kinds_before, completed_on_after, credits_after, kinds_after)
       SELECT $1, row_number() OVER (ORDER BY f.line, r.line, r.id),
         CASE WHEN r.id IS NULL THEN 'ADDED' WHEN f.line IS NULL THEN 'REMOVED' ELSE 'CHANGED' END, r.id, f.line,
         coalesce(f.member_id, r.member_id), coalesce(f.program_id, r.program_id), coalesce(f.offering_id, r.offering_id),
         r.completed_on, r.credits, coalesce(r.kinds, '{}'), f.completed_on, f.credits, coalesce(f.kinds, '{}')
       FROM (
         SELECT c.line, c.member_id, c.program_id, c.offering_id, s.completed_on, s.credits, s.kinds
         FROM roster_stage s JOIN roster_checked c USING (line) WHERE c.counts) f
       FULL JOIN (
         SELECT *, ${kindsOfRecordSql("attendance_record.id")} AS kinds FROM attendance_record WHERE upload_id = ANY ($2::uuid[]) AND reversed_at IS NULL) r
         ON r.member_id = f.member_id AND r.offering_id = f.offering_id
       WHERE r.id IS NULL OR f.line IS NULL OR r.completed_on <> f.completed_on OR r.credits <> f.credits
         OR r.kinds <> coalesce(f.kinds, '{}')
       RETURNING kind)
     SELECT count(*) FILTER (WHERE kind = 'ADDED')::int AS "addedRows",
       count(*) FILTER (WHERE kind = 'CHANGED')::int AS "changedRows",
       count(*) FILTER (WHERE kind = 'REMOVED')::int AS "removedRows"
     FROM written`,
    [uploadId, together],
  );
  return difference;
}

/** Reverses what the difference changes and removes, then records what it adds and changes. */
async function applyDifference(
  tx: EntityManager,
  ctx: Context,
  upload: AttendanceUpload,
  { changedRows, removedRows }: Difference,
): Promise<void> {
  const [, reversed]: [unknown, number] = await tx.query(
    `UPDATE attendance_record r
     SET reversed_at = $2, reversal_reason = (CASE c.kind WHEN 'REMOVED' THEN 'Removed' ELSE 'Corrected' END) || $3
     FROM attendance_upload_change c WHERE c.upload_id = $1 AND r.id = c.record_id AND r.reversed_at IS NULL`,
    [upload.id, ctx.now(), ` by the file "${upload.fileName}": ${upload.reason}`],
  );
  // The upload and the programs are locked, but not each certificate, with which staff may take its record back.
  if (reversed !== changedRows + removedRows)
    throw new DomainError(ErrorCode.STALE_VERSION, "attendance.takenBackMeanwhile");
  await tx.query(
    `INSERT INTO attendance_record (member_id, program_id, offering_id, completed_on, credits, source, upload_id, line,
       recorded_at, replaces_id)
     SELECT member_id, program_id, offering_id, completed_on_after, credits_after, $3, $1, line, $2, record_id
     FROM attendance_upload_change WHERE upload_id = $1 AND kind <> 'REMOVED' ORDER BY position`,
    [upload.id, ctx.now(), AttendanceSource.UPLOAD],
  );
  await recordKindsOfCorrection(tx, upload.id);
}
