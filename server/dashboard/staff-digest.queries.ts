import type { EntityManager } from "typeorm";
import { StaffRole } from "../core/staff-roles.ts";
import type { Recipient } from "../mail/letter.ts";
import { outsideCreditRoles } from "../outside-credit/outside-credit.policy.ts";
import { isOpenSql, reportingOverSql } from "../programs/offering.rules.ts";
import { isClaimed } from "../programs/program.queries.ts";

/** What a day's digest counts, each for the roles that act on it. */
export const digestFigures = [
  "submitted",
  "inReview",
  "announcements",
  "overdue",
  "nameRequests",
  "outsideCredits",
  "providers",
  "unpaid",
] as const;

export type DigestFigure = (typeof digestFigures)[number];

/** Somebody of the staff, and how much waits for them. */
export type StaffDigest = Recipient & Record<DigestFigure, number>;

/** Whoever acts for a program's provider does not decide about it. */
const mine =
  "NOT EXISTS (SELECT FROM provider_account pa WHERE pa.account_id = a.id AND pa.provider_id = p.provider_id)";

/** What each figure counts, over a staff account `a` and `$1`, now; and for whom. */
const figures: Record<DigestFigure, { roles: readonly StaffRole[]; sql: string }> = {
  submitted: { roles: [StaffRole.REVIEWER], sql: `SELECT FROM program p WHERE p.status = 'SUBMITTED' AND ${mine}` },
  inReview: { roles: [StaffRole.REVIEWER], sql: `SELECT FROM program p WHERE p.status = 'IN_REVIEW' AND ${mine}` },
  announcements: {
    roles: [StaffRole.REVIEWER],
    sql: `SELECT FROM announcement n JOIN program p ON p.id = n.program_id WHERE n.status = 'PROPOSED' AND ${mine}`,
  },
  overdue: {
    roles: [StaffRole.REVIEWER],
    sql: `SELECT FROM program p JOIN offering o ON o.program_id = p.id
      WHERE p.status = 'AWAITING_ATTENDANCE' AND NOT ${isClaimed} AND ${isOpenSql("o")} AND ${reportingOverSql("o", "$1::timestamptz")}`,
  },
  nameRequests: { roles: [StaffRole.REGISTRAR], sql: "SELECT FROM name_request n WHERE n.status = 'REQUESTED'" },
  outsideCredits: { roles: outsideCreditRoles, sql: "SELECT FROM outside_credit o WHERE o.status = 'SUBMITTED'" },
  providers: { roles: [StaffRole.ADMINISTRATOR], sql: "SELECT FROM provider v WHERE v.status = 'APPLIED'" },
  unpaid: { roles: [StaffRole.FINANCE], sql: "SELECT FROM program p WHERE p.status = 'AWAITING_FEE'" },
};

/** Everybody of the staff for whom something waits, with what. */
export async function readStaffDigests(tx: EntityManager, now: Date): Promise<StaffDigest[]> {
  const columns = digestFigures.map((name) => {
    const { roles, sql } = figures[name];
    const held = `a.staff_roles && ARRAY[${roles.map((role) => `'${role}'`).join(", ")}]::text[]`;
    return `CASE WHEN ${held} THEN (SELECT count(*)::int FROM (${sql}) f) ELSE 0 END AS "${name}"`;
  });
  const rows: StaffDigest[] = await tx.query(
    `SELECT a.id AS "accountId", e.address, ${columns.join(", ")}
     FROM account a JOIN email_address e ON e.account_id = a.id AND e.is_primary AND e.verified_at IS NOT NULL
     WHERE a.staff_roles <> '{}' AND a.disabled_at IS NULL AND $1::timestamptz IS NOT NULL ORDER BY e.address`,
    [now],
  );
  return rows.filter((row) => digestFigures.some((name) => row[name] > 0));
}
