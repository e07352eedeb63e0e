import type { ApplicationOfProgram, ProgramInput } from "./program.data.ts";

/** An application as its form holds it. */
export interface ApplicationValues extends Omit<ProgramInput, "minutes"> {
  minutes?: number | string | null;
}

/** What the form begins with. */
export const valuesOf = (program: ApplicationOfProgram): Required<ApplicationValues> => ({
  providerId: program.provider.id,
  typeId: program.type.id,
  name: program.name,
  description: program.description,
  objectives: program.objectives,
  minutes: program.minutes,
  requestedCredits: program.requestedCredits === "0.00" ? "" : program.requestedCredits,
  speakers: program.speakers.map(({ name, credentials }) => ({ name, credentials })),
  offerings: program.offerings.map(({ id, startsOn, endsOn, timeZone, format, place, url }) => ({
    id,
    startsOn,
    endsOn,
    timeZone,
    format,
    place,
    url,
  })),
  contactName: program.contactName,
  contactEmail: program.contactEmail,
  listOnCalendar: program.listOnCalendar,
  publicUrl: program.publicUrl,
  requestEmailBlast: program.requestEmailBlast,
});

const text = (value: unknown): string => (typeof value === "string" ? value : "");

/** What is sent: rows that nobody filled in are left out. */
export const inputOf = (values: ApplicationValues): Required<ProgramInput> => ({
  providerId: values.providerId,
  typeId: values.typeId,
  name: text(values.name),
  description: text(values.description),
  objectives: (values.objectives ?? []).filter((objective) => objective.trim() !== ""),
  minutes:
    values.minutes === "" || values.minutes === null || values.minutes === undefined ? null : Number(values.minutes),
  requestedCredits: text(values.requestedCredits).trim() || null,
  speakers: (values.speakers ?? [])
    .filter((speaker) => text(speaker?.name).trim() || text(speaker?.credentials).trim())
    .map((speaker) => ({ name: text(speaker.name), credentials: text(speaker.credentials) })),
  offerings: (values.offerings ?? [])
    .filter((offering) => offering?.startsOn)
    .map((offering) => ({
      ...(offering.id ? { id: offering.id } : {}),
      startsOn: offering.startsOn,
      endsOn: offering.endsOn || offering.startsOn,
      timeZone: offering.timeZone,
      format: offering.format,
      place: text(offering.place),
      url: text(offering.url),
    })),
  contactName: text(values.contactName),
  contactEmail: text(values.contactEmail).trim() || null,
  listOnCalendar: values.listOnCalendar ?? false,
  publicUrl: text(values.publicUrl).trim(),
  requestEmailBlast: values.requestEmailBlast ?? false,
});
