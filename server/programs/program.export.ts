import { dayCell, decimalCell, defineExport, instantCell } from "../core/lists/list-export.ts";
import { staffOrProvider } from "../core/policy.ts";
import { providerFields } from "../providers/provider.queries.ts";
import { conferenceTypeCode } from "./program.entity.ts";
import { ProgramFilter } from "./program.object.ts";
import { programFields, programList } from "./program.queries.ts";

export const programExport = defineExport({
  name: "programs",
  ofPersons: false,
  list: programList,
  policy: staffOrProvider,
  filter: ProgramFilter,
  columns: {
    "Program ID": programFields.number,
    "Program Name": programFields.name,
    "Program Type": "t.name",
    "Program Date": dayCell(programFields.startsOn),
    "Last Day": dayCell(programFields.endsOn),
    "Educational Provider Number": providerFields.number,
    "Educational Provider Name": providerFields.name,
    "Submission Date": instantCell(programFields.submittedAt),
    Status: programFields.status,
    Minutes: programFields.minutes,
    "Requested Credits": decimalCell(programFields.requestedCredits),
    Credits: decimalCell(programFields.credits),
    "Credit Unit": programFields.creditUnit,
  },
});

/** The programs that are conferences. */
export const conferenceExport = defineExport({
  name: "conferences",
  ofPersons: false,
  list: programList,
  policy: staffOrProvider,
  filter: ProgramFilter,
  conditions: (_ctx, filter) => ({ ...filter, typeCode: conferenceTypeCode }),
  columns: {
    "Program ID": programFields.number,
    "Program Name": programFields.name,
    "First Day": dayCell(programFields.startsOn),
    "Last Day": dayCell(programFields.endsOn),
    "Educational Provider Number": providerFields.number,
    "Educational Provider Name": providerFields.name,
    Status: programFields.status,
  },
});
