import { dayCell, decimalCell, defineExport, instantCell } from "../core/lists/list-export.ts";
import { staffOrProvider } from "../core/policy.ts";
import { providerFields } from "../providers/provider.queries.ts";
import { applicationCells, applicationColumns } from "./application-fields.ts";
import { ActivityForm } from "./program.entity.ts";
import { ProgramFilter } from "./program.object.ts";
import { programFields, programList } from "./program.queries.ts";

export const programExport = defineExport({
  name: "programs",
  ofPersons: false,
  list: programList,
  policy: staffOrProvider,
  filter: ProgramFilter,
  columns: {
    programId: programFields.number,
    programName: programFields.name,
    programType: "t.name",
    programDate: dayCell(programFields.startsOn),
    lastDay: dayCell(programFields.endsOn),
    educationalProviderNumber: providerFields.number,
    educationalProviderName: providerFields.name,
    submissionDate: instantCell(programFields.submittedAt),
    status: programFields.status,
    minutes: programFields.minutes,
    requestedCredits: decimalCell(programFields.requestedCredits),
    credits: decimalCell(programFields.credits),
    creditUnit: programFields.creditUnit,
    ...applicationCells(programFields),
  },
  leftOut: ["version", "createdAt", "changedAt", "provider", "type", "creditRule", "claimsUntil"],
});

/** The programs that are conferences. */
export const conferenceExport = defineExport({
  name: "conferences",
  ofPersons: false,
  list: programList,
  policy: staffOrProvider,
  filter: ProgramFilter,
  conditions: (_ctx, filter) => ({ ...filter, form: ActivityForm.CONFERENCE }),
  columns: {
    programId: programFields.number,
    programName: programFields.name,
    firstDay: dayCell(programFields.startsOn),
    lastDay: dayCell(programFields.endsOn),
    educationalProviderNumber: providerFields.number,
    educationalProviderName: providerFields.name,
    status: programFields.status,
    claimsUntil: dayCell(programFields.claimsUntil),
  },
  // The list of programs has them.
  leftOut: [
    "version",
    ...applicationColumns.filter((field) => field !== "name" && field !== "typeId"),
    "credits",
    "submittedAt",
    "createdAt",
    "changedAt",
    "provider",
    "jointProviderNames",
    "type",
    "creditUnit",
    "creditRule",
  ],
});
