import type { PlainKey } from "../i18n/t.ts";
import type { ProgramInput } from "./program.data.ts";

/** The steps of an application, by title. */
const titles = [
  "programs.stepAbout",
  "programs.stepContent",
  "programs.offerings",
  "programs.documents",
  "programs.stepContact",
  "programs.stepCheck",
] as const satisfies readonly PlainKey[];

/** The step that asks for each field. */
const titleOf: Record<keyof ProgramInput | "documents", (typeof titles)[number]> = {
  providerId: "programs.stepAbout",
  typeId: "programs.stepAbout",
  name: "programs.stepAbout",
  description: "programs.stepAbout",
  objectives: "programs.stepContent",
  minutes: "programs.stepContent",
  requestedCredits: "programs.stepContent",
  speakers: "programs.stepContent",
  offerings: "programs.offerings",
  documents: "programs.documents",
  contactName: "programs.stepContact",
  contactEmail: "programs.stepContact",
  listOnCalendar: "programs.stepContact",
  publicUrl: "programs.stepContact",
  requestEmailBlast: "programs.stepContact",
};

export const applicationSteps = titles.map((title) => ({ title }));

/** The step that asks for a field such as offerings.0.place; the first one for what none asks for. */
export const stepOf = (field: string): number =>
  Math.max(
    0,
    titles.indexOf((titleOf as Partial<Record<string, (typeof titles)[number]>>)[field.split(".")[0] ?? ""] as never),
  );
