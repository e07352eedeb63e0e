import type { EntityManager } from "typeorm";
import type { Context } from "../core/context.ts";
import { isId } from "../core/ids.ts";
import { forChange } from "../core/locks.ts";
import { Program } from "../programs/program.entity.ts";
import { waiveByPolicy } from "./waive-by-policy.ts";

/**
 * Locks programs, in the order of their IDs, to write into their ledgers. What the policy of today waives is waived first.
 * @returns those that there are
 */
export async function lockPrograms(
  tx: EntityManager,
  ctx: Context,
  ids: readonly string[],
): Promise<Map<string, Program>> {
  const locked = new Map<string, Program>();
  for (const id of [...new Set(ids)].filter(isId).sort()) {
    const program = await tx.findOne(Program, { where: { id }, lock: forChange });
    if (program) locked.set(id, (await waiveByPolicy(tx, ctx, program)) ?? program);
  }
  return locked;
}
