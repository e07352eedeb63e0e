import { type Message, say } from "../core/messages/message.ts";
import { type AttendanceUpload, AttendanceUploadPhase } from "./attendance.entity.ts";
import { AttendanceUploadStatus } from "./upload.status.ts";

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

/** What became of a roster, for who sent it. */
export function uploadMessage(upload: Outcome): Message {
  const { status, phase, amendsId, addedRows: added, changedRows: changed, removedRows: removed } = upload;
  const [rows, errors] = [upload.rowCount ?? 0, upload.errorCount];
  switch (status) {
    case AttendanceUploadStatus.PROCESSED:
      return amendsId ? say("upload.corrected", { added, changed, removed }) : say("upload.processed");
    case AttendanceUploadStatus.PREVIEWED:
      if (!amendsId) return say("upload.previewed", { rows, warnings: upload.warningCount });
      return added + changed + removed === 0
        ? say("upload.noDifference")
        : say("upload.difference", { added, changed, removed });
    case AttendanceUploadStatus.REJECTED:
      if (upload.sameAsId) return say("upload.sentBefore");
      return amendsId ? say("upload.correctionRejected", { errors }) : say("upload.rejected", { errors });
    case AttendanceUploadStatus.UNDONE:
      return say("upload.undone", { reason: upload.undoReason ?? "" });
    case AttendanceUploadStatus.CHECKING:
      return say(`uploadPhase.${phase ?? AttendanceUploadPhase.CHECKING}`);
  }
}
