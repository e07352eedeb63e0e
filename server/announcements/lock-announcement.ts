import type { EntityManager } from "typeorm";
import type { Context } from "../core/context.ts";
import { DomainError, ErrorCode, notFound } from "../core/errors.ts";
import { isId } from "../core/ids.ts";
import { forChange } from "../core/locks.ts";
import { assertStanding } from "../core/provider-standing.ts";
import type { Viewer } from "../core/viewer.ts";
import { Program } from "../programs/program.entity.ts";
import { canViewProgram } from "../programs/program.policy.ts";
import { Announcement } from "./announcement.entity.ts";
import { canDecideAnnouncement } from "./announcement.policy.ts";

/**
 * A program with its announcement, if there is one: nobody else changes either until the transaction ends.
 * @throws NOT_FOUND; PROVIDER_NOT_ACTIVE; CONFLICT_OF_INTEREST where staff act for the provider themselves; FORBIDDEN
 */
export async function lockAnnouncement(
  tx: EntityManager,
  ctx: Context,
  programId: string,
  who: (viewer: Viewer, program: Program) => boolean,
): Promise<{ program: Program; announcement: Announcement | null }> {
  const program = isId(programId) ? await tx.findOne(Program, { where: { id: programId }, lock: forChange }) : null;
  if (!program || !canViewProgram(ctx.viewer, program)) throw notFound("program");
  if (!who(ctx.viewer, program)) {
    assertStanding(ctx.viewer, (other) => who(other, program));
    if (who === canDecideAnnouncement && ctx.viewer.isStaff)
      throw new DomainError(ErrorCode.CONFLICT_OF_INTEREST, "programs.conflictOfInterest");
    throw new DomainError(ErrorCode.FORBIDDEN, "core.notForYou");
  }
  return { program, announcement: await tx.findOne(Announcement, { where: { programId }, lock: forChange }) };
}
