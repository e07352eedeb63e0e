import type { ProgramPage } from "./program.data.ts";

/** In the order of a program's life. */
export const programStatuses = [
  "DRAFT",
  "SUBMITTED",
  "IN_REVIEW",
  "CHANGES_REQUESTED",
  "APPROVED",
  "AWAITING_ATTENDANCE",
  "AWAITING_DOCUMENTS",
  "AWAITING_FEE",
  "COMPLETED",
  "DENIED",
  "WITHDRAWN",
  "CANCELLED",
] as const satisfies readonly ProgramPage["status"][];

/** How a program's state is named: nobody owes the report of a conference that has ended, its attendees claim. */
export const programState = (status: ProgramPage["status"], form: string) =>
  status === "AWAITING_ATTENDANCE" && form === "CONFERENCE" ? "CLAIMING" : status;
