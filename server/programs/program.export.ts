import { dayCell, decimalCell, defineExport, instantCell, yesOrNoCell } from "../core/lists/list-export.ts";
import { staffOrProvider } from "../core/policy.ts";
import { providerFields } from "../providers/provider.queries.ts";
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
    description: programFields.description,
    learningObjectives: `array_to_string(${programFields.objectives}, '; ')`,
    contactName: programFields.contactName,
    contactEmail: programFields.contactEmail,
    onCalendar: yesOrNoCell(programFields.listOnCalendar),
    publicPage: programFields.publicUrl,
    emailBlast: yesOrNoCell(programFields.requestEmailBlast),
  },
  leftOut: ["version", "createdAt", "provider", "type", "creditRule", "claimsUntil"],
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
    "description",
    "objectives",
    "minutes",
    "requestedCredits",
    "credits",
    "contactName",
    "contactEmail",
    "listOnCalendar",
    "publicUrl",
    "requestEmailBlast",
    "submittedAt",
    "createdAt",
    "provider",
    "type",
    "creditUnit",
    "creditRule",
  ],
});
