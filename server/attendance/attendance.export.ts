import { dayCell, decimalCell, defineExport, instantCell } from "../core/lists/list-export.ts";
import { staffOrProvider } from "../core/policy.ts";
import { memberFields } from "../members/member.queries.ts";
import { programFields } from "../programs/program.queries.ts";
import { AttendanceFilter } from "./attendance.object.ts";
import { attendanceFields, attendanceList } from "./attendance.queries.ts";

export const attendanceExport = defineExport({
  name: "attendance",
  ofPersons: true,
  list: attendanceList,
  policy: staffOrProvider,
  filter: AttendanceFilter,
  columns: {
    "Program ID": programFields.number,
    "Program Name": programFields.name,
    "Member ID": memberFields.memberNumber,
    "First Name": memberFields.firstName,
    "Last Name": memberFields.lastName,
    "Completion Date": dayCell(attendanceFields.completedOn),
    Credits: decimalCell(attendanceFields.credits),
    "Credit Unit": programFields.creditUnit,
    Source: attendanceFields.source,
    Recorded: instantCell(attendanceFields.recordedAt),
    Reversed: instantCell(attendanceFields.reversedAt),
    "Reason of the Reversal": attendanceFields.reversalReason,
  },
});
