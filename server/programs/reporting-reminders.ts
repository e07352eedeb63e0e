import type { EntityManager } from "typeorm";
import type { Context } from "../core/context.ts";
import { localDaySql } from "../core/local-day.ts";
import { hasEndedSql, isOpenSql, reportingDueOnSql } from "./offering.rules.ts";
import { ActivityForm } from "./program.entity.ts";
import { ProgramStatus } from "./program.status.ts";

/**
 * How many days before the deadline, in the offering's zone, a provider is reminded that a report is due: 0 on the day itself, -1 when it has
 * passed. Source: product design, *Reporting attendance*.
 */
export const reminderDays = [30, 14, 7, 1, 0, -1] as const;

/** So many days after its deadline nobody is told any more that it has passed, if they were not before. */
const latestDays = 30;

/** A reminder that is due now: the last one of which the day has come. Those before it, if they were missed, are left out. */
export interface DueReminder {
  offeringId: string;
  programId: string;
  from: string;
  to: string;
  dueOn: string;
  daysBefore: number;
  /** Days that are left now: fewer than `daysBefore` where it comes late. */
  daysLeft: number;
  /** The day on which it should have come. */
  day: string;
}

/**
 * Reminders that are due and were not given, over `$1` (now), `$2` (their days) and `$3` (the type of conferences, whose attendees claim). A
 * reminder whose day was before the end is none. Offerings that one report covers, being on the same days, are reminded of once.
 */
const dueReminders = `
  WITH owed AS (
    SELECT o.id, o.program_id, o.starts_on, o.ends_on, ${reportingDueOnSql("o")}::date AS due_on, ${localDaySql("$1", "o.time_zone")} AS today
    FROM offering o JOIN program p ON p.id = o.program_id
    WHERE ${isOpenSql("o")} AND p.status IN ('${ProgramStatus.APPROVED}', '${ProgramStatus.AWAITING_ATTENDANCE}')
      AND p.type_id <> ALL (ARRAY(SELECT id FROM program_type WHERE form = $3)) AND ${hasEndedSql("o", "$1")}
      AND NOT EXISTS (SELECT FROM offering t WHERE t.program_id = o.program_id AND t.id < o.id AND t.reported_at IS NULL
        AND t.starts_on = o.starts_on AND t.ends_on = o.ends_on AND t.time_zone = o.time_zone
        AND t.reporting_extended_to IS NOT DISTINCT FROM o.reporting_extended_to))
  SELECT w.id AS "offeringId", w.program_id AS "programId", w.starts_on AS "from", w.ends_on AS "to", w.due_on AS "dueOn",
    r.days AS "daysBefore", w.due_on - w.today AS "daysLeft", w.due_on - r.days AS day
  FROM owed w CROSS JOIN LATERAL (SELECT min(days) AS days FROM unnest($2::integer[]) days WHERE w.due_on - w.today <= days) r
  WHERE w.due_on - r.days > w.ends_on AND w.due_on - w.today >= -${latestDays}
    AND NOT EXISTS (SELECT FROM reporting_reminder g
      WHERE g.offering_id = w.id AND g.due_on = w.due_on AND g.days_before <= r.days)`;

const values = (ctx: Context) => [ctx.now(), reminderDays, ActivityForm.CONFERENCE];

/** Programs of which a reminder is due. */
export const programsToRemindOf = async (ctx: Context): Promise<string[]> => {
  const rows: { programId: string }[] = await ctx.db.query(
    `SELECT DISTINCT "programId" FROM (${dueReminders}) due ORDER BY 1`,
    values(ctx),
  );
  return rows.map(({ programId }) => programId);
};

/** The reminders of a program that is locked, and marks them as given: the same is never answered twice. */
export const takeReminders = (tx: EntityManager, ctx: Context, programId: string): Promise<DueReminder[]> =>
  tx.query(
    `WITH due AS MATERIALIZED (SELECT * FROM (${dueReminders}) d WHERE d."programId" = $4),
     given AS (INSERT INTO reporting_reminder (offering_id, due_on, days_before, reminded_at)
       SELECT "offeringId", "dueOn", "daysBefore", $1 FROM due)
     SELECT * FROM due ORDER BY "from", "offeringId"`,
    [...values(ctx), programId],
  );

/** Whoever was just told of a deadline by another mail is not reminded of it at once. */
export async function countAsReminded(
  tx: EntityManager,
  ctx: Context,
  which: { programId: string } | { offeringId: string },
): Promise<void> {
  const [column, id] = "programId" in which ? ["program_id", which.programId] : ["id", which.offeringId];
  await tx.query(
    `INSERT INTO reporting_reminder (offering_id, due_on, days_before, reminded_at)
     SELECT id, due_on, days, $1 FROM (
       SELECT o.id, ${reportingDueOnSql("o")}::date AS due_on,
         (SELECT min(days) FROM unnest($2::integer[]) days WHERE ${reportingDueOnSql("o")}::date - ${localDaySql("$1", "o.time_zone")} <= days) AS days
       FROM offering o WHERE o.${column} = $3) told
     WHERE days IS NOT NULL ON CONFLICT DO NOTHING`,
    [ctx.now(), reminderDays, id],
  );
}
