import type { ProgramPage } from "./program.data.ts";

/** In the order of a program's life. */
export const programStatuses = [
  "DRAFT",
  "SUBMITTED",
  "IN_REVIEW",
  "CHANGES_REQUESTED",
  "APPROVED",
  "AWAITING_ATTENDANCE",
  "AWAITING_FEE",
  "COMPLETED",
  "DENIED",
  "WITHDRAWN",
  "CANCELLED",
] as const satisfies readonly ProgramPage["status"][];
