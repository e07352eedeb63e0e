import { AttendanceUploadPhase } from "../../attendance/attendance.entity.ts";
import { type Message, say } from "../../core/messages/message.ts";
import type { MemberImportRow } from "./member-import.queries.ts";
import { MemberImportStatus } from "./member-import.status.ts";

/** What became of a list of members, for who sent it. */
export function memberImportMessage(row: MemberImportRow): Message {
  const { addedRows: added, changedRows: changed, deactivatedRows: deactivated, errorCount: errors } = row;
  const nothing = added + changed + deactivated === 0;
  switch (row.status) {
    case MemberImportStatus.PROCESSED:
      return nothing ? say("memberImport.nothingNew") : say("memberImport.processed", { added, changed, deactivated });
    case MemberImportStatus.PREVIEWED:
      return nothing ? say("memberImport.nothingNew") : say("memberImport.previewed", { added, changed, deactivated });
    case MemberImportStatus.REJECTED:
      return say("memberImport.rejected", { errors });
    case MemberImportStatus.UNDONE:
      return say("memberImport.undone", { reason: row.undoReason ?? "" });
    case MemberImportStatus.CHECKING:
      return say(`uploadPhase.${row.phase ?? AttendanceUploadPhase.CHECKING}`);
  }
}
