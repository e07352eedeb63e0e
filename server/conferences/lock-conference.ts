import type { EntityManager } from "typeorm";
import type { ProgramActionName } from "../audit/actions.ts";
import type { Context } from "../core/context.ts";
import { DomainError, ErrorCode, notFound, type Thing } from "../core/errors.ts";
import { isId } from "../core/ids.ts";
import { forChange } from "../core/locks.ts";
import { assertStanding } from "../core/provider-standing.ts";
import { CreditRule } from "../policies/credit-rule.entity.ts";
import { changeProgram } from "../programs/move-program.ts";
import { loadOfferings } from "../programs/program.application.ts";
import { ActivityForm, type Offering, Program, ProgramType } from "../programs/program.entity.ts";
import { canReviewProgram, canViewProgram, canWriteConference } from "../programs/program.policy.ts";
import { approvedStatuses } from "../programs/program.status.ts";
import { type LoadedKind, loadCreditKinds } from "../programs/program-credit-kinds.ts";
import { Session } from "./conference.entity.ts";
import { endedStatuses } from "./conference.policy.ts";
import type { ApprovedDays } from "./schedule/approved-days.ts";

export interface LockedConference {
  program: Program;
  /** Its first offering, whose time zone is the conference's. */
  offering: Offering;
  /** On which its sessions are held. */
  days: ApprovedDays;
  /** By which its sessions earn credit. */
  rule: CreditRule;
  /** The further kinds of credit that it asks for, or is approved for. */
  kinds: LoadedKind[];
  /** Whether the viewer decides what its sessions earn: staff who do not act for its provider. Others propose. */
  decides: boolean;
  /** Whether it was approved, so that what decides about credit waits for who decides. */
  approved: boolean;
}

/**
 * Loads a conference to change its sessions or registrations: nobody else can until the transaction ends. For staff and
 * for who acts for its provider.
 * @param what the kind of thing that the caller named, for the refusal
 * @param field the argument by which they did, so that a foreign one is refused as a missing one is
 * @throws NOT_FOUND, the same for a missing and a foreign one; PROVIDER_NOT_ACTIVE; ILLEGAL_TRANSITION where it was denied, withdrawn or cancelled; BAD_INPUT where the program is no conference, or has no dates
 */
export async function lockConference(
  tx: EntityManager,
  ctx: Context,
  programId: string,
  what: Thing = "program",
  field = what === "program" ? "programId" : "id",
): Promise<LockedConference> {
  const program = isId(programId) ? await tx.findOne(Program, { where: { id: programId }, lock: forChange }) : null;
  if (!program || !canViewProgram(ctx.viewer, program)) throw notFound(what, field);
  assertStanding(ctx.viewer, (viewer) => canWriteConference(viewer, program));
  if (endedStatuses.includes(program.status))
    throw new DomainError(ErrorCode.ILLEGAL_TRANSITION, "conferences.ended", {
      field,
      name: program.name,
      status: program.status,
    });
  const type = await tx.findOneByOrFail(ProgramType, { id: program.typeId });
  if (type.form !== ActivityForm.CONFERENCE)
    throw new DomainError(ErrorCode.BAD_INPUT, "conferences.notAConference", { field, name: type.name });
  const [offering] = await loadOfferings(tx, program.id);
  if (!offering) throw new DomainError(ErrorCode.BAD_INPUT, "conferences.noDates", { field });
  const rule = await tx.findOneByOrFail(CreditRule, { id: program.creditRuleId });
  const days = {
    startsOn: program.startsOn ?? offering.startsOn,
    endsOn: program.endsOn ?? offering.endsOn,
    timeZone: offering.timeZone,
  };
  return {
    program,
    offering,
    days,
    rule,
    kinds: await loadCreditKinds(tx, program.id),
    decides: canReviewProgram(ctx.viewer, program),
    approved: approvedStatuses.includes(program.status),
  };
}

/**
 * Loads a session, which no file or hand changes until the transaction ends, and its conference.
 * @param field the argument that names it
 * @throws NOT_FOUND, the same for a missing and a foreign one; as lockConference
 */
export async function lockSession(
  tx: EntityManager,
  ctx: Context,
  id: string,
  field = "id",
): Promise<{ session: Session; conference: LockedConference }> {
  const found = isId(id) ? await tx.findOneBy(Session, { id }) : null;
  if (!found) throw notFound("session", field);
  const conference = await lockConference(tx, ctx, found.programId, "session", field);
  const session = await tx.findOneBy(Session, { id });
  if (!session) throw notFound("session", field);
  return { session, conference };
}

/**
 * Sessions and registrations are part of what reviewers read: until it is approved, a change of them is one of the application, and who
 * decides on what they read before is told so. Afterwards nothing is decided on its version.
 */
export async function countChange(
  tx: EntityManager,
  ctx: Context,
  { program, approved }: LockedConference,
  action: ProgramActionName,
): Promise<void> {
  if (!approved) await changeProgram(tx, ctx, program, action);
}
