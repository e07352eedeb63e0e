import type { Context } from "../../core/context.ts";
import { StaffRole } from "../../core/staff-roles.ts";

/**
 * SQL of whether an account `a` reviews for the accreditor now. It is asked whenever something is assigned, so that whoever is let go or
 * loses the role is no longer assigned from then on.
 */
export const reviewsSql = (a: string): string =>
  `('${StaffRole.REVIEWER}' = ANY(${a}.staff_roles) AND ${a}.status = 'ACTIVE' AND ${a}.disabled_at IS NULL)`;

/** The same of the programs of a provider: not of those whom the account acts for. `canReviewProgram` is the same of a viewer. */
export const mayReviewSql = (a: string, providerId: string): string =>
  `(${reviewsSql(a)} AND NOT EXISTS (
     SELECT FROM provider_account own WHERE own.account_id = ${a}.id AND own.provider_id = ${providerId}))`;

/**
 * SQL of the rows that say to whom a program is assigned: none where it is to nobody, or to somebody who may not review it any more.
 * @param of further conditions over the account `a` and the review `w`
 */
export const isAssignedSql = (p: string, of = "true"): string =>
  `EXISTS (SELECT FROM program_review w JOIN account a ON a.id = w.assignee_account_id
     WHERE w.program_id = ${p}.id AND ${mayReviewSql("a", `${p}.provider_id`)} AND ${of})`;

/** SQL of the reviews `w` that somebody is to look at again by now. @param now SQL of an instant */
const followUpDue = (now: string): string =>
  `w.follow_up_on <= (SELECT (${now}::timestamptz AT TIME ZONE s.time_zone)::date FROM accreditor_settings s)`;

/** SQL of whether a program is to be looked at again by now. */
export const followUpDueSql = (p: string, now: string): string =>
  `${p}.id IN (SELECT w.program_id FROM program_review w WHERE ${followUpDue(now)})`;

/**
 * SQL of the same, but for those that are assigned to somebody else. They are an array that is made once: so the inbox, which has them beside
 * what stands in a status, is read by indexes.
 * @param accountId SQL of an ID
 */
export const followUpWaitsSql = (p: string, now: string, accountId: string): string =>
  `${p}.id = ANY(ARRAY(SELECT w.program_id FROM program_review w JOIN program followed ON followed.id = w.program_id
     WHERE ${followUpDue(now)} AND NOT ${isAssignedSql("followed", `a.id <> ${accountId}`)}))`;

/** Somebody who reviews, as staff see them. */
export interface ReviewerRow {
  id: string;
  email: string;
}

/** Who reviews for the accreditor now, by address. */
export const listReviewers = (ctx: Context): Promise<ReviewerRow[]> =>
  ctx.db.query(
    `SELECT a.id, e.address AS email FROM account a JOIN email_address e ON e.account_id = a.id AND e.is_primary
     WHERE ${reviewsSql("a")} ORDER BY e.address, a.id`,
  );
