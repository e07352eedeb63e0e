import { type AttendanceUpload, AttendanceUploadPhase, AttendanceUploadStatus } from "./attendance.entity.ts";

type Outcome = Pick<
  AttendanceUpload,
  | "status"
  | "phase"
  | "rowCount"
  | "errorCount"
  | "warningCount"
  | "sameAsId"
  | "amendsId"
  | "addedRows"
  | "changedRows"
  | "removedRows"
  | "undoReason"
>;

/** What became of a roster, in a sentence for who sent it. The first is the source document's own. */
export function uploadMessage(upload: Outcome): string {
  switch (upload.status) {
    case AttendanceUploadStatus.PROCESSED:
      return upload.amendsId
        ? `The correction was applied: ${difference(upload)}.`
        : "Record was successfully processed";
    case AttendanceUploadStatus.PREVIEWED:
      if (!upload.amendsId)
        return `No errors${warnings(upload)}: the ${upload.rowCount} rows of this file can be recorded. Nothing was recorded yet.`;
      return upload.addedRows + upload.changedRows + upload.removedRows === 0
        ? "No errors, and no difference: this file says what is on record already."
        : `No errors: ${difference(upload)}. Nothing was changed yet.`;
    case AttendanceUploadStatus.REJECTED:
      if (upload.sameAsId) return "Nothing was recorded: this very file was sent before.";
      return `Nothing was ${upload.amendsId ? "changed" : "recorded"}: correct the ${upload.errorCount === 1 ? "error" : `${upload.errorCount} errors`} listed, then send the file again.`;
    case AttendanceUploadStatus.UNDONE:
      return `This upload was taken back: ${upload.undoReason}`;
    case AttendanceUploadStatus.CHECKING:
      return phaseMessages[upload.phase ?? AttendanceUploadPhase.CHECKING];
  }
}

const warnings = ({ warningCount }: Outcome): string =>
  warningCount === 0 ? "" : `, but ${warningCount === 1 ? "a warning" : `${warningCount} warnings`} to look at`;

const difference = ({ addedRows, changedRows, removedRows }: Outcome): string =>
  `${addedRows} added, ${changedRows} changed, ${removedRows} removed`;

const phaseMessages: Record<AttendanceUploadPhase, string> = {
  WAITING: "The file has arrived and will be checked in a moment.",
  READING: "The file is being read.",
  CHECKING: "The rows are being checked.",
  RECORDING: "No errors: the rows are being recorded.",
};
