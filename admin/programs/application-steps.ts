import type { PlainKey } from "../i18n/t.ts";

/** The steps of an application, by title: fields in those that `application-fields.tsx` names, files and a look at everything in two more. */
export const applicationSteps = [
  "programs.stepAbout",
  "programs.stepContent",
  "programs.offerings",
  "programs.documents",
  "programs.stepContact",
  "programs.stepCheck",
] as const satisfies readonly PlainKey[];

export type ApplicationStep = (typeof applicationSteps)[number];
