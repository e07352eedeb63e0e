import type { EntityManager } from "typeorm";
import type { Context } from "../core/context.ts";
import { AttendanceSource, type AttendanceUpload, AttendanceUploadPhase } from "./attendance.entity.ts";
import { tellRecorded } from "./attendance.mail.ts";
import { allLines, checkRoster, type LineRange, lockProgramsOfRoster } from "./check-roster.ts";
import { finishUpload, keepRosterFindings } from "./keep-upload.ts";
import { RosterReading } from "./read-roster.ts";
import { closeReport, recordRoster } from "./record-roster.ts";
import type { RosterFile } from "./roster-file.ts";
import { createRosterStage, stageRows } from "./roster-stage.ts";
import { AttendanceUploadStatus } from "./upload.status.ts";
import type { UploadProgress } from "./upload-progress.ts";

/** Of whom a job tells how far it is. */
export interface Watched {
  progress: UploadProgress;
  /** How much of the file has been read, from 0 to 1. */
  shareRead(): number;
}

/**
 * Checks a roster and, unless it is a preview, records it: all rows or none.
 * @param watched null: it is done at once, and nobody watches
 */
export async function checkUpload(
  tx: EntityManager,
  ctx: Context,
  upload: AttendanceUpload,
  file: RosterFile,
  watched: Watched | null = null,
): Promise<AttendanceUpload> {
  const { READING, CHECKING, RECORDING } = AttendanceUploadPhase;
  const { id, providerId, preview } = upload;
  await createRosterStage(tx);
  const reading = new RosterReading(file);
  await stageRows(tx, reading.rows(watched ? () => watched.progress.tell(READING, watched.shareRead()) : undefined));
  await lockProgramsOfRoster(tx, providerId);

  const { rowCount } = reading;
  const checkedAt = (range: LineRange) => Math.floor((rowCount ?? 0) * reading.shareUpTo(range));
  const portions = watched ? reading.portions() : [allLines];
  await watched?.progress.tell(CHECKING, 0, { rowCount, checkedRows: 0 });
  const found = await checkRoster(tx, ctx, providerId, reading.headings, {
    portions,
    askedAt: upload.createdAt,
    onChecked: async (range) =>
      watched?.progress.tell(CHECKING, reading.shareUpTo(range), { rowCount, checkedRows: checkedAt(range) }),
  });
  await keepRosterFindings(tx, ctx, upload, file.facts, found);
  if (found.errorCount > 0)
    return finishUpload(tx, ctx, upload, { status: AttendanceUploadStatus.REJECTED, rowCount, ...found });
  if (preview) return finishUpload(tx, ctx, upload, { status: AttendanceUploadStatus.PREVIEWED, rowCount, ...found });

  let recordedRows = 0;
  for (const range of portions) {
    recordedRows += await recordRoster(tx, ctx, AttendanceSource.UPLOAD, id, range);
    await watched?.progress.tell(RECORDING, reading.shareUpTo(range), { rowCount, checkedRows: rowCount ?? 0 });
  }
  await closeReport(tx, ctx, { uploadId: id });
  await tellRecorded(tx, ctx, id);
  return finishUpload(tx, ctx, upload, { status: AttendanceUploadStatus.PROCESSED, rowCount, recordedRows, ...found });
}
