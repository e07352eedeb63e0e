import { dayCell, decimalCell, defineExport, instantCell } from "../core/lists/list-export.ts";
import { staffOrProvider } from "../core/policy.ts";
import { listedLicencesSql } from "../members/licence.queries.ts";
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
    programId: programFields.number,
    programName: programFields.name,
    memberId: memberFields.memberNumber,
    firstName: memberFields.firstName,
    lastName: memberFields.lastName,
    licences: listedLicencesSql("m"),
    completionDate: dayCell(attendanceFields.completedOn),
    credits: decimalCell(attendanceFields.credits),
    creditUnit: programFields.creditUnit,
    source: attendanceFields.source,
    recorded: instantCell(attendanceFields.recordedAt),
    reversed: instantCell(attendanceFields.reversedAt),
    reasonOfTheReversal: attendanceFields.reversalReason,
  },
  leftOut: ["member", "program"],
});
