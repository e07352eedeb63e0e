import { registerEnumType } from "type-graphql";
import { ApiScope } from "../core/api-scopes.ts";
import { DomainError, ErrorCode } from "../core/errors.ts";
import { keysWith } from "../core/policy.ts";
import { assertStanding } from "../core/provider-standing.ts";
import { assertMove } from "../core/transitions.ts";
import { actsFor, actsForActive, seesOf, type Viewer, writesFor } from "../core/viewer.ts";
import type { Program } from "./program.entity.ts";
import { approvedStatuses, editableStatuses, ProgramStatus, programMoves } from "./program.status.ts";

type Owned = Pick<Program, "providerId">;
type ProgramFacts = Pick<Program, "providerId" | "status">;

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

/** A reviewer who also acts for the provider may not decide. Source: product design. */
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
  EXTEND_REPORTING = "EXTEND_REPORTING",
}

registerEnumType(ProgramAction, {
  name: "ProgramAction",
  description: "What the viewer can do with a program now.",
  valuesConfig: {
    EDIT: { description: "updateProgram" },
    SUBMIT: { description: "submitProgram" },
    WITHDRAW: { description: "withdrawProgram" },
    COPY: { description: "copyProgram" },
    START_REVIEW: { description: "startReview" },
    REQUEST_CHANGES: { description: "requestChanges" },
    APPROVE: { description: "approveProgram" },
    DENY: { description: "denyProgram" },
    CANCEL: { description: "cancelProgram" },
    POSTPONE: { description: "postponeOffering, for an offering that has not ended" },
    REPORT_ATTENDANCE: { description: "uploadAttendance and enterAttendance" },
    EXTEND_REPORTING: {
      description: "extendReporting: attendance that was forgotten can then be added to what was reported",
    },
  },
});

type Who = (viewer: Viewer, program: Owned) => boolean;

/** Who may do what, and when: either it moves the program to a status, or it is possible in some. */
const actions: Record<ProgramAction, { who: Who; to: ProgramStatus } | { who: Who; when: readonly ProgramStatus[] }> = {
  EDIT: { who: canWriteApplication, when: editableStatuses },
  SUBMIT: { who: canWriteApplication, to: ProgramStatus.SUBMITTED },
  WITHDRAW: { who: canWriteApplication, to: ProgramStatus.WITHDRAWN },
  COPY: { who: canWriteApplication, when: approvedStatuses },
  START_REVIEW: { who: canReviewProgram, to: ProgramStatus.IN_REVIEW },
  REQUEST_CHANGES: { who: canReviewProgram, to: ProgramStatus.CHANGES_REQUESTED },
  APPROVE: { who: canReviewProgram, to: ProgramStatus.APPROVED },
  DENY: { who: canReviewProgram, to: ProgramStatus.DENIED },
  CANCEL: { who: canRunProgram, to: ProgramStatus.CANCELLED },
  POSTPONE: { who: canRunProgram, when: [ProgramStatus.APPROVED, ProgramStatus.AWAITING_ATTENDANCE] },
  REPORT_ATTENDANCE: {
    who: canRunProgram,
    when: [ProgramStatus.AWAITING_ATTENDANCE, ProgramStatus.AWAITING_FEE, ProgramStatus.COMPLETED],
  },
  EXTEND_REPORTING: { who: canReviewProgram, when: approvedStatuses },
};

const movesFrom = (status: ProgramStatus): readonly ProgramStatus[] => programMoves[status];

function isPossible(action: ProgramAction, status: ProgramStatus): boolean {
  const rule = actions[action];
  return "to" in rule ? movesFrom(status).includes(rule.to) : rule.when.includes(status);
}

/** What the viewer can do with the program now, so that no screen derives it again. */
export function availableActions(viewer: Viewer, program: ProgramFacts): ProgramAction[] {
  return Object.values(ProgramAction).filter(
    (action) => actions[action].who(viewer, program) && isPossible(action, program.status),
  );
}

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
