import type { Context } from "../core/context.ts";

export interface SecondFactorState {
  confirmedAt: Date;
  recoveryCodesLeft: number;
}

/** The second factor of an account; null where it has none, or one whose first code was not typed. */
export async function secondFactorOf(ctx: Context, accountId: string): Promise<SecondFactorState | null> {
  const [row] = await ctx.db.query(
    `SELECT f.confirmed_at AS "confirmedAt",
       (SELECT count(*)::int FROM recovery_code r WHERE r.account_id = f.account_id) AS "recoveryCodesLeft"
     FROM second_factor f WHERE f.account_id = $1 AND f.confirmed_at IS NOT NULL`,
    [accountId],
  );
  return row ?? null;
}
