import type { EntityManager } from "typeorm";
import type { Context } from "../core/context.ts";
import { DomainError, ErrorCode, notFound, type Thing } from "../core/errors.ts";
import { isId } from "../core/ids.ts";
import { CreditRule } from "../policies/credit-rule.entity.ts";
import { loadOfferings } from "../programs/program.application.ts";
import { conferenceTypeCode, type Offering, Program, ProgramType } from "../programs/program.entity.ts";
import { canViewProgram } from "../programs/program.policy.ts";
import type { ApprovedDays } from "./schedule/approved-days.ts";

export interface LockedConference {
  program: Program;
  /** Its first offering, whose time zone is the conference's. */
  offering: Offering;
  /** On which its sessions are held. */
  days: ApprovedDays;
  /** By which its sessions earn credit. */
  rule: CreditRule;
}

/**
 * Loads a conference to change its sessions or registrations: nobody else can until the transaction ends. For staff and
 * for who acts for its provider.
 * @param what the kind of thing that the caller named, for the refusal
 * @throws NOT_FOUND, the same for a missing and a foreign one; BAD_INPUT where the program is no conference, or has no dates
 */
export async function lockConference(
  tx: EntityManager,
  ctx: Context,
  programId: string,
  what: Thing = "program",
): Promise<LockedConference> {
  const program = isId(programId)
    ? await tx.findOne(Program, { where: { id: programId }, lock: { mode: "for_no_key_update" } })
    : null;
  const field = what === "program" ? "programId" : "id";
  if (!program || !canViewProgram(ctx.viewer, program)) throw notFound(what, field);
  const type = await tx.findOneByOrFail(ProgramType, { id: program.typeId });
  if (type.code !== conferenceTypeCode)
    throw new DomainError(ErrorCode.BAD_INPUT, "conferences.notAConference", { field, name: type.name });
  const [offering] = await loadOfferings(tx, program.id);
  if (!offering) throw new DomainError(ErrorCode.BAD_INPUT, "conferences.noDates", { field });
  const rule = await tx.findOneByOrFail(CreditRule, { id: program.creditRuleId });
  const days = {
    startsOn: program.startsOn ?? offering.startsOn,
    endsOn: program.endsOn ?? offering.endsOn,
    timeZone: offering.timeZone,
  };
  return { program, offering, days, rule };
}
