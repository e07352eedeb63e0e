import type { EntityManager } from "typeorm";
import type { Context } from "../core/context.ts";
import { DomainError, ErrorCode } from "../core/errors.ts";
import { heldSince } from "../core/hold.ts";
import { forChangeSql } from "../core/locks.ts";

export interface MailHoldRow {
  since: Date;
  waiting: number;
  waitingBefore: number;
}

/** What is held; null where nothing is. */
export async function readMailHold(ctx: Context): Promise<MailHoldRow | null> {
  const since = await heldSince(ctx);
  if (!since) return null;
  const [counts] = await ctx.db.query(
    `SELECT count(*)::int AS waiting, (count(*) FILTER (WHERE created_at <= $1))::int AS "waitingBefore"
     FROM mail WHERE status = 'QUEUED'`,
    [since],
  );
  return { since, ...counts };
}

/**
 * Since when mail is held; nobody else decides about it until the transaction ends.
 * @throws ILLEGAL_TRANSITION where nothing is held
 */
export async function lockHold(tx: EntityManager): Promise<Date> {
  const [{ heldSince: since }] = await tx.query(`SELECT held_since AS "heldSince" FROM installation ${forChangeSql}`);
  if (!since) throw new DomainError(ErrorCode.ILLEGAL_TRANSITION, "mail.nothingHeld");
  return since;
}
