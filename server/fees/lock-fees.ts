import type { EntityManager } from "typeorm";
import { type Context } from "../core/context.ts";
import { notFound } from "../core/errors.ts";
import { isId } from "../core/ids.ts";
import { forChange } from "../core/locks.ts";
import { assertMay } from "../core/policy.ts";
import { Program } from "../programs/program.entity.ts";
import { keepsFees } from "./fee.policy.ts";
import { waiveByPolicy } from "./waive-by-policy.ts";

/**
 * Loads a program to write into its ledger: nobody else writes there until the transaction ends. What the policy of today waives is
 * waived first, whether or not the hourly job has come to it.
 * @throws FORBIDDEN; NOT_FOUND
 */
export async function lockFees(tx: EntityManager, ctx: Context, programId: string): Promise<Program> {
  assertMay(ctx, keepsFees, null);
  const program = isId(programId) ? await tx.findOne(Program, { where: { id: programId }, lock: forChange }) : null;
  if (!program) throw notFound("program");
  return (await waiveByPolicy(tx, ctx, program)) ?? program;
}
