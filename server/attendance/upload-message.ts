import { type AttendanceUpload, AttendanceUploadStatus } from "./attendance.entity.ts";

/** What became of a roster, in a sentence for who sent it. The first is the source document's own. */
export function uploadMessage(upload: Pick<AttendanceUpload, "status" | "rowCount" | "errorCount">): string {
  switch (upload.status) {
    case AttendanceUploadStatus.PROCESSED:
      return "Record was successfully processed";
    case AttendanceUploadStatus.PREVIEWED:
      return `No errors: the ${upload.rowCount} rows of this file can be recorded. Nothing was recorded yet.`;
    case AttendanceUploadStatus.REJECTED:
      return `Nothing was recorded: correct the ${upload.errorCount === 1 ? "error" : `${upload.errorCount} errors`} listed, then send the file again.`;
    case AttendanceUploadStatus.UNDONE:
      return "This upload was taken back.";
    case AttendanceUploadStatus.CHECKING:
      return "The rows are being checked.";
  }
}
