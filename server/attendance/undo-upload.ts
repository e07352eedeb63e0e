import { In } from "typeorm";
import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { requiredReason } from "../core/input-rules.ts";
import { enqueue } from "../core/jobs.ts";
import { forChangeSql } from "../core/locks.ts";
import { AttendanceUpload } from "./attendance.entity.ts";
import { assertCorrectable, lockUpload, reopenReports, uploadsTogether } from "./correct-upload.ts";
import { kindsOfRecordSql } from "./kind-credits.ts";
import { reinstateYielded } from "./reinstate-yielded.ts";
import { AttendanceUploadStatus } from "./upload.status.ts";

/**
 * Takes a whole upload back, with what corrected it since. Its records are reversed, not deleted, and each reversal is written
 * down beside the upload; offerings that have no other attendance on record wait for it again; certificates that were issued
 * are revoked by jobs, with the reason. Its file may then be sent again. Done once, however often and at once it is asked for.
 * @throws NOT_FOUND, REASON_REQUIRED, ILLEGAL_TRANSITION, REPORTING_CLOSED
 */
export async function undoUpload(ctx: Context, id: string, reason: string): Promise<AttendanceUpload> {
  return inTransaction(ctx, async (tx) => {
    const upload = await lockUpload(tx, ctx, id);
    const given = requiredReason(reason);
    if (upload.status === AttendanceUploadStatus.UNDONE) return upload;
    await assertCorrectable(tx, ctx, upload);
    const together = await uploadsTogether(tx, id);
    await tx.query(
      `SELECT id FROM program WHERE id IN (
         SELECT program_id FROM attendance_record WHERE upload_id = ANY ($1::uuid[]) AND reversed_at IS NULL)
       ORDER BY id ${forChangeSql}`,
      [together],
    );
    const [{ count }] = await tx.query(
      `WITH reversed AS (
         UPDATE attendance_record SET reversed_at = $2, reversal_reason = $3
         WHERE upload_id = ANY ($4::uuid[]) AND reversed_at IS NULL RETURNING *),
       written AS (
         INSERT INTO attendance_upload_change (upload_id, position, kind, record_id, member_id, program_id, offering_id,
           completed_on_before, credits_before, kinds_before)
         SELECT $1, row_number() OVER (ORDER BY line, id), 'REMOVED', id, member_id, program_id, offering_id, completed_on,
           credits, ${kindsOfRecordSql("reversed.id")}
         FROM reversed RETURNING 1)
       SELECT count(*)::int AS count FROM written`,
      [id, ctx.now(), `The upload "${upload.fileName}" was taken back: ${given}`, together],
    );
    await tx.update(
      AttendanceUpload,
      { id: In(together) },
      { status: AttendanceUploadStatus.UNDONE, ownsFile: false, undoneAt: ctx.now(), undoReason: given },
    );
    await reinstateYielded(tx, ctx, id);
    await reopenReports(tx, ctx, id, given);
    await tx.update(AttendanceUpload, id, { removedRows: count });
    await audit(tx, ctx, "attendance.undo", ["attendance-upload", id], {
      reason: given,
      before: { status: upload.status },
      after: { status: AttendanceUploadStatus.UNDONE, removedRows: count },
    });
    await enqueue(tx, "attendance.withdrawn", { uploadId: id });
    return tx.findOneByOrFail(AttendanceUpload, { id });
  });
}
