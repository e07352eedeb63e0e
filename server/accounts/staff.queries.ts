import type { Context } from "../core/context.ts";
import type { StaffRole } from "../core/staff-roles.ts";
import type { AccountStatus } from "./account.status.ts";
import { secondFactorSince } from "./second-factor.queries.ts";

export interface StaffAccountRow {
  id: string;
  email: string;
  status: AccountStatus;
  roles: StaffRole[];
  secondFactorSince: Date | null;
  lastSignInAt: Date | null;
  apiKeyCount: number;
}

/** Accounts of staff, shut ones too, by address. */
export const staffAccounts = (ctx: Context): Promise<StaffAccountRow[]> =>
  ctx.db.query(
    `SELECT a.id, coalesce(e.address, '') AS email, a.status, a.staff_roles AS roles, ${secondFactorSince("a.id")} AS "secondFactorSince",
       (SELECT max(at) FROM audit_entry s WHERE s.subject_id = a.id AND s.action = 'account.sign-in') AS "lastSignInAt",
       (SELECT count(*)::int FROM api_key k
        WHERE k.created_by_account_id = a.id AND k.revoked_at IS NULL AND k.expires_at > $1) AS "apiKeyCount"
     FROM account a
     LEFT JOIN email_address e ON e.account_id = a.id AND e.is_primary
     WHERE a.staff_roles <> '{}' ORDER BY a.status, e.address, a.id`,
    [ctx.now()],
  );
