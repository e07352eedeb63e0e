/** The steps of an application, each with the fields of ProgramInput that it asks for. */
export const applicationSteps = [
  { title: "About", fields: ["providerId", "typeId", "name", "description"] },
  { title: "Content", fields: ["objectives", "minutes", "requestedCredits", "speakers"] },
  { title: "Dates and places", fields: ["offerings"] },
  { title: "Documents", fields: ["documents"] },
  { title: "Contact and publicity", fields: ["contactName", "contactEmail", "listOnCalendar", "requestEmailBlast"] },
  { title: "Check and submit", fields: [] },
] as const satisfies readonly { title: string; fields: readonly string[] }[];

/** The step that asks for a field such as offerings.0.place. */
export const stepOf = (field: string): number => {
  const name = field.split(".")[0] ?? "";
  return Math.max(
    0,
    applicationSteps.findIndex((step) => (step.fields as readonly string[]).includes(name)),
  );
};
