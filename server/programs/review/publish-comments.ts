import type { EntityManager } from "typeorm";
import type { Context } from "../../core/context.ts";
import { ProgramStatus } from "../program.status.ts";

/** Once staff have decided, or asked for changes, the provider sees what was written in the review. */
export async function publishComments(
  tx: EntityManager,
  ctx: Context,
  programId: string,
  [from, to]: [from: ProgramStatus, to: ProgramStatus],
): Promise<void> {
  if (from !== ProgramStatus.IN_REVIEW || to === ProgramStatus.WITHDRAWN) return;
  await tx.query("UPDATE review_comment SET published_at = $2 WHERE program_id = $1 AND published_at IS NULL", [
    programId,
    ctx.now(),
  ]);
}

/** How many comments of a program its provider has still to look at. */
export async function openComments(tx: EntityManager, programId: string): Promise<number> {
  const [{ count }] = await tx.query(
    `SELECT count(*)::int AS count FROM review_comment
     WHERE program_id = $1 AND parent_id IS NULL AND published_at IS NOT NULL AND resolved_at IS NULL`,
    [programId],
  );
  return count;
}
