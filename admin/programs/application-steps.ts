import type { PlainKey } from "../i18n/t.ts";

/** The steps of an application, each with the fields of ProgramInput that it asks for. */
export const applicationSteps = [
  { title: "programs.stepAbout", fields: ["providerId", "typeId", "name", "description"] },
  { title: "programs.stepContent", fields: ["objectives", "minutes", "requestedCredits", "speakers"] },
  { title: "programs.offerings", fields: ["offerings"] },
  { title: "programs.documents", fields: ["documents"] },
  {
    title: "programs.stepContact",
    fields: ["contactName", "contactEmail", "listOnCalendar", "publicUrl", "requestEmailBlast"],
  },
  { title: "programs.stepCheck", fields: [] },
] as const satisfies readonly { title: PlainKey; fields: readonly string[] }[];

/** The step that asks for a field such as offerings.0.place. */
export const stepOf = (field: string): number => {
  const name = field.split(".")[0] ?? "";
  return Math.max(
    0,
    applicationSteps.findIndex((step) => (step.fields as readonly string[]).includes(name)),
  );
};
