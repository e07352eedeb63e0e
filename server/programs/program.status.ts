import { registerEnumType } from "type-graphql";
import type { Moves } from "../core/transitions.ts";

/** Where a program stands in its life. Source: the diagram in the product design. */
export enum ProgramStatus {
  DRAFT = "DRAFT",
  SUBMITTED = "SUBMITTED",
  IN_REVIEW = "IN_REVIEW",
  CHANGES_REQUESTED = "CHANGES_REQUESTED",
  APPROVED = "APPROVED",
  AWAITING_ATTENDANCE = "AWAITING_ATTENDANCE",
  AWAITING_DOCUMENTS = "AWAITING_DOCUMENTS",
  AWAITING_FEE = "AWAITING_FEE",
  COMPLETED = "COMPLETED",
  DENIED = "DENIED",
  WITHDRAWN = "WITHDRAWN",
  CANCELLED = "CANCELLED",
}

const s = ProgramStatus;

/** Which status may follow which. Withdrawn is before approval, cancelled after it; attendance that is taken back is due again. */
export const programMoves = {
  DRAFT: [s.SUBMITTED, s.WITHDRAWN],
  SUBMITTED: [s.IN_REVIEW, s.WITHDRAWN],
  IN_REVIEW: [s.CHANGES_REQUESTED, s.APPROVED, s.DENIED, s.WITHDRAWN],
  CHANGES_REQUESTED: [s.SUBMITTED, s.WITHDRAWN],
  APPROVED: [s.AWAITING_ATTENDANCE, s.CANCELLED],
  AWAITING_ATTENDANCE: [s.AWAITING_FEE, s.COMPLETED, s.CANCELLED],
  AWAITING_DOCUMENTS: [s.AWAITING_FEE, s.COMPLETED, s.AWAITING_ATTENDANCE, s.CANCELLED],
  AWAITING_FEE: [s.COMPLETED, s.AWAITING_DOCUMENTS, s.AWAITING_ATTENDANCE, s.CANCELLED],
  COMPLETED: [s.AWAITING_ATTENDANCE],
  DENIED: [],
  WITHDRAWN: [],
  CANCELLED: [],
} satisfies Moves<ProgramStatus>;

/** The provider may change the application. */
export const editableStatuses: readonly ProgramStatus[] = [s.DRAFT, s.CHANGES_REQUESTED];

/** Approved at some time and not cancelled: attendance counts. */
export const approvedStatuses: readonly ProgramStatus[] = [
  s.APPROVED,
  s.AWAITING_ATTENDANCE,
  s.AWAITING_DOCUMENTS,
  s.AWAITING_FEE,
  s.COMPLETED,
];

/** What who attends is asked can be said: it is being written, or was approved. */
export const askingStatuses: readonly ProgramStatus[] = [...editableStatuses, ...approvedStatuses];

/** Staff look after it: it was handed in, and it is not over for good. */
export const lookedAfterStatuses: readonly ProgramStatus[] = [
  s.SUBMITTED,
  s.IN_REVIEW,
  s.CHANGES_REQUESTED,
  ...approvedStatuses,
];

/** Its report is there: what is left is settled, or was. */
export const settlingStatuses: readonly ProgramStatus[] = [s.AWAITING_DOCUMENTS, s.AWAITING_FEE, s.COMPLETED];

/** What waits for staff to act. */
export const staffInboxStatuses: readonly ProgramStatus[] = [s.SUBMITTED, s.IN_REVIEW];

/** What waits for the provider to act. */
export const providerInboxStatuses: readonly ProgramStatus[] = [
  s.DRAFT,
  s.CHANGES_REQUESTED,
  s.AWAITING_ATTENDANCE,
  s.AWAITING_DOCUMENTS,
  s.AWAITING_FEE,
];

registerEnumType(ProgramStatus, {
  name: "ProgramStatus",
  description: "Where a program stands in its life.",
  valuesConfig: {
    DRAFT: { description: "Being written by the provider." },
    SUBMITTED: { description: "Waits for a reviewer." },
    IN_REVIEW: { description: "A reviewer is at it." },
    CHANGES_REQUESTED: { description: "Back with the provider, with a reason." },
    APPROVED: { description: "Approved; an offering is still to come or under way." },
    AWAITING_ATTENDANCE: {
      description: "An offering has ended: its attendance is due, or, of a conference, being claimed.",
    },
    AWAITING_DOCUMENTS: {
      description: "Attendance is reported; certificates wait for documents of the activity.",
    },
    AWAITING_FEE: { description: "Attendance is reported; the filing fee is being settled." },
    COMPLETED: { description: "All done." },
    DENIED: { description: "Denied, with a reason." },
    WITHDRAWN: { description: "Taken back by the provider before approval." },
    CANCELLED: { description: "Called off after approval." },
  },
});
