import type { Context } from "../core/context.ts";
import { defineLoader } from "../core/lists/loaders.ts";
import { Bindings } from "../core/lists/sql.ts";
import { ownedBy, visibleTo } from "../core/viewer.ts";
import { lacksDocumentsSql } from "../programs/missing-documents.ts";
import { hasEndedSql, isOpenSql, reportingDueOnSql, reportingOverSql } from "../programs/offering.rules.ts";
import { isClaimed } from "../programs/program.queries.ts";
import { type ProgramStatus, providerInboxStatuses, staffInboxStatuses } from "../programs/program.status.ts";

type Bind = Bindings["bind"];

/** SQL that selects the rows of one figure. */
type Figure = (ctx: Context, bind: Bind, first: number) => string;

/** Which programs the viewer's figures are about. */
const visible = ({ viewer }: Context, bind: Bind): string => visibleTo(viewer, "p.provider_id", bind);

export interface StatusCount {
  status: ProgramStatus;
  count: number;
}

/** How many programs stand in each status. */
const programsByStatus: Figure = (ctx, bind) =>
  `SELECT p.status, count(*)::int AS count FROM program p WHERE ${visible(ctx, bind)} GROUP BY p.status ORDER BY p.status`;

export interface AgeCount {
  fromDays: number;
  toDays: number | null;
  count: number;
}

/**
 * For how long what is in the viewer's inbox has waited there: since it last changed its status. A program that waits for
 * its provider waits for those who act for it; one under review for all other staff.
 */
const inboxByAge: Figure = ({ viewer, now }, bind) => {
  const own = ownedBy(viewer, "p.provider_id", bind);
  const others = viewer.isStaff ? `OR NOT ${own} AND p.status = ANY(${bind(staffInboxStatuses)}::text[])` : "";
  const at = `${bind(now())}::timestamptz`;
  return `WITH waiting AS MATERIALIZED (
       SELECT (SELECT max(e.at) FROM audit_entry e WHERE e.subject_id = p.id AND e.subject_type = 'program'
                 AND e.after ->> 'status' IS DISTINCT FROM e.before ->> 'status') AS since
       FROM program p
       WHERE ${own} AND p.status = ANY(${bind(providerInboxStatuses)}::text[]) AND (NOT ${isClaimed} OR ${lacksDocumentsSql("p.id")}) ${others})
     SELECT b.from_days AS "fromDays", b.to_days AS "toDays",
       (SELECT count(*)::int FROM waiting w WHERE w.since <= ${at} - b.from_days * interval '1 day'
          AND (b.to_days IS NULL OR w.since > ${at} - b.to_days * interval '1 day')) AS count
     FROM (VALUES (0, 3), (3, 7), (7, 14), (14, 30), (30, NULL::int)) AS b (from_days, to_days) ORDER BY b.from_days`;
};

export interface MonthCredits {
  month: string;
  creditUnit: string;
  credits: string;
  records: number;
}

/** The accreditor's zone, looked up once for a statement. */
const zone = "(SELECT time_zone FROM accreditor_settings)";

/** What was awarded in each of the last twelve months, in the accreditor's zone. Reversed records don't count. */
const creditsByMonth: Figure = (ctx, bind) =>
  `SELECT to_char(m.month, 'YYYY-MM') AS month, c.unit AS "creditUnit", sum(r.credits)::text AS credits,
       sum(r.records)::int AS records
     FROM (SELECT month, month AT TIME ZONE ${zone} AS starts_at, (month + interval '1 month') AT TIME ZONE ${zone} AS ends_at
           FROM date_trunc('month', ${bind(ctx.now())}::timestamptz AT TIME ZONE ${zone}) AS last,
             generate_series(last - interval '11 months', last, interval '1 month') AS month) m
     JOIN LATERAL (
       SELECT a.program_id, sum(a.credits) AS credits, count(*) AS records FROM attendance_record a
       WHERE a.recorded_at >= m.starts_at AND a.recorded_at < m.ends_at AND a.reversed_at IS NULL GROUP BY 1) r ON true
     JOIN program p ON p.id = r.program_id JOIN credit_rule c ON c.id = p.credit_rule_id
     WHERE ${visible(ctx, bind)} GROUP BY m.month, 2 ORDER BY m.month, 2`;

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
const reportsDue: Figure = (ctx, bind, first) => {
  const now = bind(ctx.now());
  return `WITH p AS MATERIALIZED (
       SELECT p.id, p.number, p.name, p.provider_id FROM program p
       WHERE p.status = 'AWAITING_ATTENDANCE' AND NOT ${isClaimed} AND ${visible(ctx, bind)})
     SELECT o.id, p.id AS "programId", p.number AS "programNumber", p.name AS "programName", v.name AS "providerName",
       o.ends_on AS "endsOn", d.due_on AS "dueOn", o.time_zone AS "timeZone", ${reportingOverSql("o", now)} AS overdue
     FROM p JOIN offering o ON o.program_id = p.id JOIN provider v ON v.id = p.provider_id,
       LATERAL (SELECT ${reportingDueOnSql("o")} AS due_on) d
     WHERE ${isOpenSql("o")} AND ${hasEndedSql("o", now)}
     ORDER BY d.due_on, o.id LIMIT ${bind(first)}`;
};

const figures = { programsByStatus, inboxByAge, creditsByMonth, reportsDue };

interface FigureRows {
  programsByStatus: StatusCount;
  inboxByAge: AgeCount;
  creditsByMonth: MonthCredits;
  reportsDue: ReportDue;
}

/** All figures that a request asks for, in one statement. */
const loadFigure = defineLoader<{ name: keyof FigureRows; first: number }, unknown[]>(async (ctx, keys) => {
  const { bind, values } = new Bindings();
  const columns = keys.map(
    ({ name, first }, i) =>
      `(SELECT coalesce(json_agg(f), '[]') FROM (${figures[name](ctx, bind, first)}) f) AS "${i}"`,
  );
  const [row] = await ctx.db.query(`SELECT ${columns.join(", ")}`, values);
  return keys.map((_, i) => row[i]);
});

/**
 * The rows of one figure of the dashboard.
 * @param first how many at most, where the figure is a list
 */
export const readFigure = <Name extends keyof FigureRows>(
  ctx: Context,
  name: Name,
  first = 0,
): Promise<FigureRows[Name][]> => loadFigure(ctx, { name, first }) as Promise<FigureRows[Name][]>;
