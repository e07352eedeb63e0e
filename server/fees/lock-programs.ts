import { type EntityManager, In } from "typeorm";
import type { Context } from "../core/context.ts";
import { isId } from "../core/ids.ts";
import { forChange } from "../core/locks.ts";
import { Program } from "../programs/program.entity.ts";
import { filingDueSql } from "./fee.rules.ts";
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
  const programs = await tx.find(Program, {
    where: { id: In([...new Set(ids)].filter(isId)) },
    order: { id: "ASC" },
    lock: forChange,
  });
  const locked = new Map(programs.map((program) => [program.id, program]));
  const owing: { id: string }[] = await tx.query(
    `SELECT p.id FROM program p WHERE p.id = ANY($1::uuid[]) AND ${filingDueSql("p.id")} > 0 ORDER BY p.id`,
    [[...locked.keys()]],
  );
  for (const { id } of owing) {
    const waived = await waiveByPolicy(tx, ctx, locked.get(id)!);
    if (waived) locked.set(id, waived);
  }
  return locked;
}
