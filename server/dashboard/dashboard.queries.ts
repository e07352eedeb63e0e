import type { Context } from "../core/context.ts";
import type { Viewer } from "../core/viewer.ts";
import { isClaimed } from "../programs/program.queries.ts";
import { type ProgramStatus, providerInboxStatuses, staffInboxStatuses } from "../programs/program.status.ts";

/** Values $1 and $2 of every statement: whether the viewer is staff, and for whom they act. */
const scope = (viewer: Viewer): [boolean, string[]] => [viewer.isStaff, [...viewer.providers.keys()]];
const visible = "($1 OR p.provider_id = ANY($2::uuid[]))";

/** How many programs stand in each status. */
export const countByStatus = (ctx: Context): Promise<{ status: ProgramStatus; count: number }[]> =>
  ctx.db.query(
    `SELECT p.status, count(*)::int AS count FROM program p WHERE ${visible} GROUP BY p.status ORDER BY p.status`,
    scope(ctx.viewer),
  );

/**
 * For how long what is in the viewer's inbox has waited there: since it last changed its status. A program that waits for
 * its provider waits for those who act for it; one under review for all other staff.
 */
export const countByAge = (ctx: Context): Promise<{ fromDays: number; toDays: number | null; count: number }[]> =>
  ctx.db.query(
    `WITH waiting AS (
       SELECT (SELECT max(e.at) FROM audit_entry e WHERE e.subject_id = p.id AND e.subject_type = 'program'
                 AND e.after ->> 'status' IS DISTINCT FROM e.before ->> 'status') AS since
       FROM program p
       WHERE p.provider_id = ANY($2::uuid[]) AND p.status = ANY($3) AND NOT ${isClaimed}
          OR $1 AND p.provider_id <> ALL($2::uuid[]) AND p.status = ANY($4))
     SELECT b.from_days AS "fromDays", b.to_days AS "toDays",
       (SELECT count(*)::int FROM waiting w WHERE w.since <= $5::timestamptz - b.from_days * interval '1 day'
          AND (b.to_days IS NULL OR w.since > $5::timestamptz - b.to_days * interval '1 day')) AS count
     FROM (VALUES (0, 3), (3, 7), (7, 14), (14, 30), (30, NULL::int)) AS b (from_days, to_days) ORDER BY b.from_days`,
    [...scope(ctx.viewer), providerInboxStatuses, staffInboxStatuses, ctx.now()],
  );

/** What was awarded in each of the last twelve months, in the accreditor's zone. Reversed records don't count. */
export const creditsByMonth = (
  ctx: Context,
): Promise<{ month: string; creditUnit: string; credits: string; records: number }[]> =>
  ctx.db.query(
    `WITH zone AS (SELECT time_zone AS name FROM accreditor_settings),
     start AS (SELECT date_trunc('month', $3::timestamptz AT TIME ZONE name) - interval '11 months' AS month FROM zone)
     SELECT to_char(r.month, 'YYYY-MM') AS month, c.unit AS "creditUnit", sum(r.credits)::text AS credits,
       sum(r.records)::int AS records
     FROM (SELECT a.program_id, date_trunc('month', a.recorded_at AT TIME ZONE zone.name) AS month,
             sum(a.credits) AS credits, count(*) AS records
           FROM attendance_record a, zone, start
           WHERE a.recorded_at >= start.month AT TIME ZONE zone.name AND a.reversed_at IS NULL
           GROUP BY 1, 2) r
     JOIN program p ON p.id = r.program_id JOIN credit_rule c ON c.id = p.credit_rule_id
     WHERE ${visible} GROUP BY 1, 2 ORDER BY 1, 2`,
    [...scope(ctx.viewer), ctx.now()],
  );

export interface ReportDue {
  id: string;
  programId: string;
  programNumber: string;
  programName: string;
  providerName: string;
  endsOn: string;
  dueOn: string;
  timeZone: string;
  overdue: boolean;
}

/** Offerings that have ended and are not reported, but for conferences, which are claimed; the earliest deadline first. Days are those of the offering's zone. */
export const reportsDue = (ctx: Context, first: number): Promise<ReportDue[]> =>
  ctx.db.query(
    `SELECT o.id, p.id AS "programId", p.number AS "programNumber", p.name AS "programName", v.name AS "providerName",
       o.ends_on AS "endsOn", d.due_on AS "dueOn", o.time_zone AS "timeZone", d.due_on < t.today AS overdue
     FROM offering o JOIN program p ON p.id = o.program_id JOIN provider v ON v.id = p.provider_id,
       accreditor_settings s,
       LATERAL (SELECT coalesce(o.reporting_extended_to, o.ends_on + s.reporting_days) AS due_on) d,
       LATERAL (SELECT ($3::timestamptz AT TIME ZONE o.time_zone)::date AS today) t
     WHERE o.reported_at IS NULL AND p.status = 'AWAITING_ATTENDANCE' AND NOT ${isClaimed} AND o.ends_on < t.today
       AND ${visible}
     ORDER BY d.due_on, o.id LIMIT $4`,
    [...scope(ctx.viewer), ctx.now(), first],
  );
