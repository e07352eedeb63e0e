import type { EntityManager } from "typeorm";
import type { Context } from "../core/context.ts";
import { notFound, type Thing } from "../core/errors.ts";
import { isId } from "../core/ids.ts";
import { forChange } from "../core/locks.ts";
import { assertVersion } from "../core/transitions.ts";
import { assertNotMerged } from "../providers/assert-not-merged.ts";
import { type Held, lastSessionEndsAtSql, onDemandFromSql, type Reported, reportingDaysSql } from "./offering.rules.ts";
import { Offering, Program } from "./program.entity.ts";
import { assertMay, assertPossible, canViewProgram, type ProgramAction } from "./program.policy.ts";

/**
 * Loads a program to change it: nobody else can until the transaction ends.
 * @param version what the caller read; null where the action does not depend on it
 * @param what the kind of thing that the caller named, for the refusal
 * @throws NOT_FOUND, the same for a missing and a foreign one; FORBIDDEN or CONFLICT_OF_INTEREST; STALE_VERSION;
 *   ILLEGAL_TRANSITION; in this order; PROVIDER_NOT_ACTIVE where its provider was merged meanwhile
 */
export async function lockProgram(
  tx: EntityManager,
  ctx: Context,
  id: string,
  action: ProgramAction,
  version: number | null,
  what: Thing = "program",
): Promise<Program> {
  const program = isId(id) ? await tx.findOne(Program, { where: { id }, lock: forChange }) : null;
  if (!program || !canViewProgram(ctx.viewer, program)) {
    if (program) await assertNotMerged(tx, ctx.viewer, program.providerId);
    throw notFound(what);
  }
  assertMay(ctx.viewer, program, action);
  if (version !== null) assertVersion("program", program.version, version);
  assertPossible(program, action);
  return program;
}

/** Loads an offering with its program, which is locked as by lockProgram. The same refusals, about the offering. */
export async function lockOffering(
  tx: EntityManager,
  ctx: Context,
  id: string,
  action: ProgramAction,
): Promise<{ offering: Offering; program: Program; held: Held & Reported }> {
  const found = isId(id) ? await tx.findOneBy(Offering, { id }) : null;
  if (!found) throw notFound("offering");
  const program = await lockProgram(tx, ctx, found.programId, action, null, "offering");
  // Read again: it may have changed before the program was locked.
  const offering = await tx.findOneBy(Offering, { id });
  if (!offering) throw notFound("offering");
  const [facts] = await tx.query(
    `SELECT ${lastSessionEndsAtSql("o.program_id")} AS "lastSessionEndsAt", ${reportingDaysSql("o")} AS "reportingDays",
       ${onDemandFromSql("o")} AS "onDemandFrom"
     FROM offering o WHERE o.id = $1`,
    [id],
  );
  return { offering, program, held: { ...offering, ...facts } };
}
