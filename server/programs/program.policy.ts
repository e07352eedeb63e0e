import { registerEnumType } from "type-graphql";
import { ApiScope } from "../core/api-scopes.ts";
import { DomainError, ErrorCode } from "../core/errors.ts";
import { inRoles, keysWith } from "../core/policy.ts";
import { assertStanding } from "../core/provider-standing.ts";
import { StaffRole } from "../core/staff-roles.ts";
import { assertMove } from "../core/transitions.ts";
import { actsFor, actsForActive, seesOf, type Viewer, writesFor } from "../core/viewer.ts";
import type { Provider } from "../providers/provider.entity.ts";
import { type Held, hasEnded, immovable, type Reported, reportingOpen } from "./offering.rules.ts";
import type { Offering, Program } from "./program.entity.ts";
import {
  approvedStatuses,
  askingStatuses,
  editableStatuses,
  lookedAfterStatuses,
  ProgramStatus,
  programMoves,
} from "./program.status.ts";
import { nothingToCheck, type ReviewFacts } from "./review/review-facts.ts";

type Owned = Pick<Program, "providerId">;
export type ProgramFacts = Pick<Program, "providerId" | "status"> & { provider: Pick<Provider, "status"> };
export type ReviewedFacts = ProgramFacts & { review: ReviewFacts };
/** What decides what can be done with an offering. */
export type OfferingFacts = Held & Reported & Pick<Offering, "reportedAt">;

/** Whoever acts for some provider that is not suspended may apply. For which one is decided with the application. */
export function canApply(viewer: Viewer): boolean {
  return [...viewer.providers.keys()].some((id) => writesFor(viewer, id));
}

/** Staff see every program, drafts too, so that they can help; a provider sees its own. */
export function canViewProgram(viewer: Viewer, program: Owned): boolean {
  return seesOf(viewer, program.providerId);
}

/** The application is the provider's: to write, submit, withdraw and copy. */
export function canWriteApplication(viewer: Viewer, program: Owned): boolean {
  return writesFor(viewer, program.providerId);
}

/** Its sessions and registrations, too, which staff may write as well. */
export function canWriteConference(viewer: Viewer, program: Owned): boolean {
  return viewer.isStaff || writesFor(viewer, program.providerId);
}

/** A reviewer who also acts for the provider may not decide, nor see what staff note of it. Source: product design. */
export function canReviewProgram(viewer: Viewer, program: Owned): boolean {
  return viewer.isStaff && !actsFor(viewer, program.providerId);
}

/** What happens to an approved program, provider and staff may both record: it is moved, called off, or was attended. */
export function canRunProgram(viewer: Viewer, program: Owned): boolean {
  return viewer.isStaff || actsForActive(viewer, program.providerId);
}

/** What a viewer can do with a program. */
export enum ProgramAction {
  EDIT = "EDIT",
  SUBMIT = "SUBMIT",
  WITHDRAW = "WITHDRAW",
  COPY = "COPY",
  START_REVIEW = "START_REVIEW",
  REQUEST_CHANGES = "REQUEST_CHANGES",
  APPROVE = "APPROVE",
  DENY = "DENY",
  CANCEL = "CANCEL",
  POSTPONE = "POSTPONE",
  REPORT_ATTENDANCE = "REPORT_ATTENDANCE",
  REPORT_NOBODY = "REPORT_NOBODY",
  EXTEND_REPORTING = "EXTEND_REPORTING",
  CORRECT_CREDITS = "CORRECT_CREDITS",
  ADD_REPORT_DOCUMENT = "ADD_REPORT_DOCUMENT",
  ASSIGN = "ASSIGN",
  COMMENT = "COMMENT",
  NOTE = "NOTE",
  CHECK = "CHECK",
  EDIT_EVALUATION = "EDIT_EVALUATION",
  WAIVE_EVALUATION = "WAIVE_EVALUATION",
  GRANT_ATTEMPT = "GRANT_ATTEMPT",
}

registerEnumType(ProgramAction, {
  name: "ProgramAction",
  description: "What the viewer can do with a program now.",
  valuesConfig: {
    EDIT: { description: "updateProgram" },
    SUBMIT: { description: "submitProgram, which says what is still missing" },
    WITHDRAW: { description: "withdrawProgram" },
    COPY: { description: "copyProgram" },
    START_REVIEW: { description: "startReview" },
    REQUEST_CHANGES: { description: "requestChanges" },
    APPROVE: { description: "approveProgram" },
    DENY: { description: "denyProgram" },
    CANCEL: { description: "cancelProgram" },
    POSTPONE: { description: "postponeOffering, for an offering that has not ended and is not reported" },
    REPORT_ATTENDANCE: {
      description: "uploadAttendance and enterAttendance, for an offering whose time to report is open",
    },
    REPORT_NOBODY: { description: "reportNobodyAttended, for an offering that has ended and is not reported" },
    EXTEND_REPORTING: {
      description: "extendReporting: attendance that was forgotten can then be added to what was reported",
    },
    CORRECT_CREDITS: { description: "correctCredits" },
    ADD_REPORT_DOCUMENT: {
      description:
        "uploadProgramDocument and removeProgramDocument, of the summary of evaluations or the sign-in roster",
    },
    ASSIGN: { description: "assignProgram" },
    COMMENT: { description: "commentOnApplication" },
    CHECK: { description: "checkItem, of its checklist" },
    EDIT_EVALUATION: { description: "saveProgramEvaluation and saveProgramLearningCheck" },
    WAIVE_EVALUATION: { description: "waiveEvaluation" },
    GRANT_ATTEMPT: { description: "grantLearningAttempt" },
    NOTE: { description: "addNote, and removeNote of one's own" },
  },
});

type Who = (viewer: Viewer, program: Owned) => boolean;

/**
 * Who may do what, and when: either it moves the program to a status, or it is possible in some; of what is done with an offering, with
 * which, of what needs a provider that is let in, that, and of what depends on its review, on what.
 */
type Rule = {
  who: Who;
  /** In which of their roles staff do it; as reviewers where it is not said. `@Allow` of the operation has the same. */
  roles?: readonly StaffRole[];
  of?: "ACTIVE";
  if?: (review: ReviewFacts, viewer: Viewer) => boolean;
  on?: (offering: OfferingFacts, now: Date) => boolean;
} & ({ to: ProgramStatus } | { when: readonly ProgramStatus[] });

/** Who of the staff reports attendance. */
const reportRoles = [StaffRole.REGISTRAR];

const actions: Record<ProgramAction, Rule> = {
  EDIT: { who: canWriteApplication, when: editableStatuses },
  SUBMIT: { who: canWriteApplication, to: ProgramStatus.SUBMITTED },
  WITHDRAW: { who: canWriteApplication, to: ProgramStatus.WITHDRAWN },
  COPY: { who: canWriteApplication, when: approvedStatuses },
  START_REVIEW: { who: canReviewProgram, to: ProgramStatus.IN_REVIEW },
  REQUEST_CHANGES: { who: canReviewProgram, to: ProgramStatus.CHANGES_REQUESTED },
  APPROVE: {
    who: canReviewProgram,
    to: ProgramStatus.APPROVED,
    of: "ACTIVE",
    if: ({ isOpen, recommendedBy }, { accountId }) =>
      !isOpen && (recommendedBy === null || recommendedBy !== accountId),
  },
  DENY: { who: canReviewProgram, to: ProgramStatus.DENIED },
  CANCEL: { who: canRunProgram, to: ProgramStatus.CANCELLED },
  POSTPONE: {
    who: canRunProgram,
    when: [ProgramStatus.APPROVED, ProgramStatus.AWAITING_ATTENDANCE],
    on: (offering, now) => immovable(offering, now) === null,
  },
  // An offering that has ended is reported whether or not the hourly job has come to its program.
  REPORT_ATTENDANCE: { who: canRunProgram, roles: reportRoles, when: approvedStatuses, on: reportingOpen },
  REPORT_NOBODY: {
    who: canRunProgram,
    roles: reportRoles,
    when: approvedStatuses,
    on: (offering, now) => !offering.reportedAt && hasEnded(offering, now) && reportingOpen(offering, now),
  },
  EXTEND_REPORTING: { who: canReviewProgram, when: approvedStatuses, on: () => true },
  CORRECT_CREDITS: { who: canReviewProgram, when: approvedStatuses },
  ADD_REPORT_DOCUMENT: { who: canWriteApplication, when: approvedStatuses },
  ASSIGN: { who: canReviewProgram, when: lookedAfterStatuses },
  COMMENT: { who: canReviewProgram, when: [ProgramStatus.IN_REVIEW] },
  CHECK: { who: canReviewProgram, when: [ProgramStatus.IN_REVIEW], if: ({ hasChecklist }) => hasChecklist },
  EDIT_EVALUATION: { who: canWriteConference, when: askingStatuses },
  WAIVE_EVALUATION: {
    who: canReviewProgram,
    roles: [StaffRole.REVIEWER, StaffRole.REGISTRAR],
    when: approvedStatuses,
  },
  GRANT_ATTEMPT: {
    who: canRunProgram,
    roles: [StaffRole.REVIEWER, StaffRole.REGISTRAR],
    when: approvedStatuses,
  },
  NOTE: { who: canReviewProgram, when: Object.values(ProgramStatus) },
};

const movesFrom = (status: ProgramStatus): readonly ProgramStatus[] => programMoves[status];

function isPossible(viewer: Viewer, action: ProgramAction, { status, provider, review }: ReviewedFacts): boolean {
  const rule = actions[action];
  if (rule.if && !rule.if(review, viewer)) return false;
  if (rule.of && provider.status !== rule.of) return false;
  return "to" in rule ? movesFrom(status).includes(rule.to) : rule.when.includes(status);
}

const all = Object.values(ProgramAction);

/**
 * What the viewer can do with the program now, so that no screen derives it again: by the rules that the operations ask. What is done with
 * an offering is possible where it is with one of them.
 */
export function availableActions(
  viewer: Viewer,
  program: ReviewedFacts,
  offerings: readonly OfferingFacts[],
  now: Date,
): ProgramAction[] {
  return all.filter((action) => {
    const { who, on, roles = [StaffRole.REVIEWER] } = actions[action];
    if (!who(inRoles(viewer, roles), program) || !isPossible(viewer, action, program)) return false;
    return !on || offerings.some((offering) => on(offering, now));
  });
}

/** What the viewer can do with an offering of the program now. */
export const offeringActions = (
  viewer: Viewer,
  program: ProgramFacts,
  offering: OfferingFacts,
  now: Date,
): ProgramAction[] =>
  availableActions(viewer, { ...program, review: nothingToCheck }, [offering], now).filter(
    (action) => actions[action].on,
  );

/**
 * Refuses a viewer who may see the program but not do this with it.
 * @throws PROVIDER_NOT_ACTIVE; CONFLICT_OF_INTEREST where staff act for the provider themselves; else FORBIDDEN
 */
export function assertMay(viewer: Viewer, program: Owned, action: ProgramAction): void {
  const { who } = actions[action];
  if (who(viewer, program)) return;
  assertStanding(viewer, (other) => who(other, program));
  if (who === canReviewProgram && viewer.isStaff)
    throw new DomainError(ErrorCode.CONFLICT_OF_INTEREST, "programs.conflictOfInterest");
  throw new DomainError(ErrorCode.FORBIDDEN, "core.notForYou");
}

/**
 * Refuses what the program's status does not allow.
 * @throws ILLEGAL_TRANSITION with the status and what is allowed from it
 */
export function assertPossible(program: Pick<Program, "status">, action: ProgramAction): void {
  const rule = actions[action];
  if ("to" in rule) assertMove(programMoves, "program", program.status, rule.to);
  else if (!rule.when.includes(program.status))
    throw new DomainError(ErrorCode.ILLEGAL_TRANSITION, "programs.notNow", {
      action,
      from: program.status,
      allowed: movesFrom(program.status),
      possibleWhile: rule.when,
    });
}

/** For API keys of every scope of programs. */
export const programKeys = keysWith(ApiScope.PROGRAMS_READ, ApiScope.PROGRAMS_WRITE, ApiScope.PROGRAMS_REVIEW);
