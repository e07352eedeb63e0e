import type { Context } from "../core/context.ts";
import { notFound } from "../core/errors.ts";
import type { ProviderRole } from "../core/viewer.ts";
import { canRemoveColleague, canViewColleagues } from "./colleague.policy.ts";

export interface ColleagueRow {
  /** Null: was invited and has not accepted yet. */
  accountId: string | null;
  email: string;
  role: ProviderRole;
  /** When the invitation runs out. Null: acts for the provider already. */
  invitedUntil: Date | null;
  /** Whether the viewer can end that. */
  mayRemove: boolean;
}

/**
 * Who acts for a provider, and who is invited to, by address.
 * @throws NOT_FOUND for a provider that is not the viewer's
 */
export async function listColleagues(ctx: Context, providerId: string): Promise<ColleagueRow[]> {
  if (!canViewColleagues(ctx.viewer, providerId)) throw notFound("provider", "providerId");
  const rows: Omit<ColleagueRow, "mayRemove">[] = await ctx.db.query(
    `SELECT pa.account_id AS "accountId", coalesce(e.address, '') AS email, pa.role, NULL AS "invitedUntil"
     FROM provider_account pa LEFT JOIN email_address e ON e.account_id = pa.account_id AND e.is_primary
     WHERE pa.provider_id::text = $1
     UNION ALL
     SELECT NULL, i.address, i.role, i.expires_at FROM invitation i WHERE i.provider_id::text = $1 AND i.expires_at > $2
     ORDER BY 2, 1`,
    [providerId, ctx.now()],
  );
  return rows.map((row) => ({
    ...row,
    mayRemove: row.accountId !== null && canRemoveColleague(ctx.viewer, providerId, row.accountId),
  }));
}
