import type { EntityManager } from "typeorm";
import type { Context } from "../core/context.ts";
import { localDaySql } from "../core/local-day.ts";
import { forChangeSql } from "../core/locks.ts";
import { FindingSeverity } from "../core/row-error.object.ts";
import { fullNameSql } from "../members/full-name.ts";
import { keepPersons } from "../members/keep-persons.ts";
import { isCalledSql, mayBeFamilySql } from "../members/name-keys.ts";
import { hasEndedSql, reportingDaysSql, reportingDueOnSql, reportingOverSql } from "../programs/offering.rules.ts";
import { ActivityForm } from "../programs/program.entity.ts";
import { approvedStatuses } from "../programs/program.status.ts";
import { RepeatScope, repeatPeriodSql } from "../programs/repeat-rule.entity.ts";
import { findSlips } from "./find-slips.ts";
import { kindFindingsSql, kindsOfRecordSql } from "./kind-credits.ts";
import { limitMemberGuesses } from "./limit-member-guesses.ts";
import { everyRosterColumn, type RosterColumn } from "./parse-roster-row.ts";
import { dayFirstSql, type RosterRule, rosterRules } from "./roster-rules.ts";
import { resolveNamedIds, stageOfferingNames } from "./roster-stage.ts";

/** Whether what a row says was the name of its member before it was changed. */
const wasCalled = (part: "first" | "last"): string =>
  `EXISTS (SELECT FROM former_name f WHERE f.member_id IN (m.id, n.id) AND ${isCalledSql("s", "f")[part]})`;

/** The headings of a roster as its file has them, to name a column in an error. */
export type RosterHeadings = Record<RosterColumn, string>;

/** Which rows of a roster are looked at: those that start on a line after `after`, up to `upTo`. */
export interface LineRange {
  after: number;
  upTo: number;
}

export const allLines: LineRange = { after: 0, upTo: 2_147_483_647 };

/** How much was found in a roster. What was found is in the temporary table `roster_error`. */
export interface RosterFindings {
  errorCount: number;
  warningCount: number;
}

/** How a roster is checked that is not simply a new one. */
export interface RosterCheck {
  /** The uploads whose rows it corrects: what these stored, it may have again. */
  corrects?: readonly string[];
  /** Checks the rows in these portions, one after the other; by default all at once. */
  portions?: readonly LineRange[];
  /** When it was sent: what is in time is judged by that, not by when a job comes to it. By default it was just now. */
  askedAt?: Date;
  /** Told after each portion. */
  onChecked?(range: LineRange): Promise<void>;
}

/**
 * Locks the programs that the staged rows name, so that two rosters of one program are checked one after the other: the second
 * sees what the first recorded; and that members stay who they are until it is recorded. Always in the same order, so that two
 * files with several programs cannot block each other.
 * @param corrects uploads whose programs are locked, too
 */
export async function lockProgramsOfRoster(
  tx: EntityManager,
  providerId: string,
  corrects: readonly string[] = [],
): Promise<void> {
  await keepPersons(tx);
  await tx.query(
    `SELECT id FROM program
     WHERE provider_id = $1 AND (number IN (SELECT DISTINCT program_number FROM roster_stage)
       OR id IN (SELECT program_id FROM attendance_record WHERE upload_id = ANY ($2::uuid[]) AND reversed_at IS NULL))
     ORDER BY id ${forChangeSql}`,
    [providerId, corrects],
  );
}

/**
 * Joins the staged rows with everything that they are checked against, set by set, as the temporary table `roster_checked`.
 * The rules themselves are in `rosterRules`.
 */
async function resolveRoster(
  tx: EntityManager,
  ctx: Context,
  providerId: string,
  corrects: readonly string[],
  askedAt: Date,
): Promise<void> {
  await resolveNamedIds(tx);
  // By what rows are joined: what a column of spellings holds costs more to count than it tells.
  await tx.query("ANALYZE roster_stage (line, program_number, member_number, completed_on, offering_key)");
  await stageOfferingNames(tx, providerId);
  // Most rosters are of programs that earn once at each offering: these need no comparing of rows with one another.
  const [unlike] = await tx.query(
    `SELECT coalesce(bool_or(t.form = '${ActivityForm.SERIES}'), false) AS series, coalesce(bool_or(EXISTS (SELECT FROM repeat_rule q
       WHERE q.type_id = t.id AND q.scope <> '${RepeatScope.OFFERING}')), false) AS once
     , coalesce(bool_or(EXISTS (SELECT FROM program_credit_kind k WHERE k.program_id = p.id)), false) AS kinds
     FROM program p JOIN program_type t ON t.id = p.type_id
     WHERE p.provider_id = $1 AND p.number IN (SELECT DISTINCT program_number FROM roster_stage)`,
    [providerId],
  );
  await tx.query(
    `CREATE TEMPORARY TABLE roster_checked ON COMMIT DROP AS
     WITH programs AS MATERIALIZED (
       SELECT p.id, p.number, p.status, p.credits AS maximum, p.type_id, t.form, t.dates_required, r.step, r.unit, r.first_unit_whole, r.minimum_credits,
         t.form = '${ActivityForm.ON_DEMAND}' AS on_demand, t.form = '${ActivityForm.SERIES}' AS series
       FROM program p JOIN credit_rule r ON r.id = p.credit_rule_id JOIN program_type t ON t.id = p.type_id
       WHERE p.provider_id = $1 AND p.number IN (SELECT DISTINCT program_number FROM roster_stage)),
     offerings AS MATERIALIZED (
       SELECT o.id, o.program_id, o.starts_on, o.ends_on,
         ${localDaySql("$2", "o.time_zone")} AS today, p.on_demand, o.reporting_extended_to,
         -- What each completes on a day of their own is reported as soon as it has begun.
         ${hasEndedSql("o", "$2")} OR p.on_demand AND ${localDaySql("$2", "o.time_zone")} >= o.starts_on AS ended,
         ${reportingDueOnSql("o")} AS due_on, ${reportingOverSql("o", "$2")} AS over
       FROM offering o JOIN programs p ON p.id = o.program_id),
     offering_of_day AS MATERIALIZED (
       SELECT DISTINCT ON (p.number, d.completed_on, d.offering_key) p.number, d.completed_on, d.offering_key, o.id, o.ends_on, o.today, o.ended,
         CASE WHEN o.on_demand THEN w.due_on ELSE o.due_on END AS due_on,
         CASE WHEN o.on_demand THEN o.today > w.due_on ELSE o.over END AS over
       FROM (SELECT DISTINCT program_number, completed_on, offering_key FROM roster_stage) d
       JOIN programs p ON p.number = d.program_number
       JOIN offerings o ON o.program_id = p.id AND d.completed_on BETWEEN o.starts_on AND o.ends_on
         AND (d.offering_key IS NULL OR EXISTS (SELECT FROM roster_offering k WHERE k.offering_id = o.id AND k.key = d.offering_key))
       -- Who completed it on a day of their own has the time to report from that day on.
       CROSS JOIN LATERAL (SELECT coalesce(o.reporting_extended_to, d.completed_on + ${reportingDaysSql("d", "completed_on")}) AS due_on) w
       -- Of several that cover the day: one that can be reported now, then the one that fits it closest.
       ORDER BY p.number, d.completed_on, d.offering_key, o.ended DESC, over, o.ends_on - o.starts_on,
         o.starts_on, o.id),
     held AS MATERIALIZED (
       SELECT program_id, max(today) AS today, bool_or(ended) AS any_ended, bool_and(ended) AS all_ended, count(*)::int AS dates,
         max(due_on) AS due_on, bool_and(over) AS all_over,
         jsonb_agg(jsonb_build_array(starts_on, ends_on) ORDER BY starts_on) AS days
       FROM offerings GROUP BY program_id),
     known AS MATERIALIZED (
       -- A conference's offering is on record, too, for who has claimed any of its sessions: it earns once.
       SELECT DISTINCT ON (member_id, offering_id) id, member_id, program_id, offering_id, upload_id, recorded_at, source, line,
         completed_on, credits, coalesce(upload_id = ANY ($3::uuid[]), false) AS corrected,
         ${unlike.kinds ? kindsOfRecordSql("attendance_record.id") : "'{}'::jsonb"} AS kinds
       FROM attendance_record
       WHERE reversed_at IS NULL AND program_id IN (SELECT id FROM programs)
       ORDER BY member_id, offering_id, upload_id = ANY ($3::uuid[]) DESC NULLS LAST, id),
     revoked AS MATERIALIZED (
       SELECT DISTINCT member_id, offering_id FROM attendance_record
       WHERE reversed_by_staff AND NOT $5 AND program_id IN (SELECT id FROM programs)),
     periods AS MATERIALIZED (
       -- The days within which a program earns once, by the rule of the day on which it was completed.
       SELECT p.number, d.completed_on, ${repeatPeriodSql("t", "d.completed_on")} AS days
       FROM (SELECT DISTINCT program_number, completed_on FROM roster_stage WHERE completed_on IS NOT NULL) d
       JOIN programs p ON p.number = d.program_number JOIN program_type t ON t.id = p.type_id),
     elsewhere AS MATERIALIZED (
       SELECT member_id, program_id, jsonb_object_agg(offering_id, completed_on) AS days FROM known
       WHERE NOT corrected AND program_id IN (SELECT program_id FROM offerings GROUP BY program_id HAVING count(*) > 1)
       GROUP BY member_id, program_id)
     SELECT s.line, p.id AS program_id, p.status, p.status = ANY ($4::text[]) AS approved, p.maximum, p.step, p.unit,
         p.first_unit_whole, p.minimum_credits,
       ambiguous.members AS may_mean, m.id AS member_id, m.member_number AS member_number_found, m.active, ${fullNameSql("m")} AS member_name,
       -- A number from before two members were merged goes with the name that it had then, too.
       ${isCalledSql("s", "m").first} OR ${isCalledSql("s", "n").first} OR ${wasCalled("first")} AS first_name_matches,
       ${isCalledSql("s", "m").last} OR ${isCalledSql("s", "n").last} OR ${wasCalled("last")} AS last_name_matches,
       o.id AS offering_id, o.ends_on, CASE WHEN p.series THEN h.due_on ELSE o.due_on END AS due_on,
       coalesce(o.today, h.today, ${localDaySql("$2", "a.time_zone")}) AS today,
       -- A series is reported when all its dates are over, by one report.
       CASE WHEN p.series THEN h.all_ended ELSE coalesce(h.any_ended, false) AND (o.id IS NULL OR o.ended) END AS ended,
       -- Staff may correct what was recorded after the time to report is over.
       CASE WHEN p.series THEN h.all_over ELSE o.over END AND NOT ($5 AND coalesce(known.corrected, false)) AS reporting_over,
       h.days,
       CASE WHEN m.id IS NOT NULL AND o.id IS NOT NULL
         THEN min(s.line) OVER (PARTITION BY m.id, o.id) END AS first_line,
       known.id AS known_id, known.upload_id AS known_upload_id, known.recorded_at AS known_recorded_at,
       known.source AS known_source, known.line AS known_line, coalesce(known.corrected, false) AS corrected,
       -- Already on record as this row has it, by an upload that is being corrected.
       coalesce(known.corrected AND known.completed_on = s.completed_on AND known.credits = s.credits
         AND known.kinds = coalesce(s.kinds, '{}'), false) AS kept,
       elsewhere.days - o.id::text AS other_days, period.days AS period,
       ${
         unlike.once
           ? `CASE WHEN period.days IS NOT NULL AND NOT p.series AND m.id IS NOT NULL AND o.id IS NOT NULL
         THEN min(s.line) OVER (PARTITION BY m.id, p.id, period.days) END`
           : "NULL::integer"
       } AS first_in_period,
       s.offering_key IS NOT NULL AND p.id IS NOT NULL AND NOT EXISTS (SELECT FROM roster_offering k JOIN offerings f ON f.id = k.offering_id
         WHERE f.program_id = p.id AND k.key = s.offering_key) AS unknown_offering,
       p.series, least(coalesce(p.dates_required, h.dates), h.dates) AS dates_required,
       ${
         unlike.series
           ? `CASE WHEN p.series AND m.id IS NOT NULL THEN
         -- As many offerings as there are, which no window counts; a day of none is none.
         (dense_rank() OVER (PARTITION BY m.id, p.id ORDER BY o.id) + dense_rank() OVER (PARTITION BY m.id, p.id ORDER BY o.id DESC) - 1
           - CASE WHEN count(o.id) OVER (PARTITION BY m.id, p.id) < count(*) OVER (PARTITION BY m.id, p.id) THEN 1 ELSE 0 END)::integer END`
           : "NULL::integer"
       } AS dates_attended,
       -- Of a series the last date that somebody attended is on record, for all of them.
       ${
         unlike.series
           ? `NOT coalesce(p.series, false)
         OR s.line = first_value(s.line) OVER (PARTITION BY p.id, m.id ORDER BY s.completed_on DESC NULLS LAST, s.line)`
           : "true"
       } AS counts,
       revoked.member_id IS NOT NULL AND known.id IS NULL AS revoked
     FROM roster_stage s
     CROSS JOIN accreditor_settings a
     LEFT JOIN programs p ON p.number = s.program_number
     LEFT JOIN held h ON h.program_id = p.id
     LEFT JOIN offering_of_day o ON o.number = s.program_number AND o.completed_on = s.completed_on
       AND o.offering_key IS NOT DISTINCT FROM s.offering_key
     LEFT JOIN periods period ON period.number = s.program_number AND period.completed_on = s.completed_on
     LEFT JOIN member n ON n.member_number = s.member_number AND n.erased_at IS NULL
     LEFT JOIN member m ON m.id = coalesce(n.merged_into_id, n.id)
     LEFT JOIN roster_ambiguous ambiguous ON ambiguous.said = s.member_number
     LEFT JOIN known ON known.member_id = m.id AND known.offering_id = o.id
     LEFT JOIN revoked ON revoked.member_id = m.id AND revoked.offering_id = o.id
     LEFT JOIN elsewhere ON elsewhere.member_id = m.id AND elsewhere.program_id = p.id`,
    [providerId, askedAt, corrects, approvedStatuses, ctx.viewer.isStaff],
  );
  await tx.query("ANALYZE roster_checked");
}

/**
 * Checks every staged row against every rule (`rosterRules`) and lays what it finds into the temporary table `roster_error`, in the order of
 * the file. Of a correction, a row that is on record as it stands keeps its place whatever has changed since: only its name and
 * its being there once are checked; and staff may correct what was recorded after the time to report is over.
 * @throws TOO_MANY_REQUESTS where too many rows name somebody else than the member with their ID
 * @returns how much was found; without errors the rows can be recorded
 */
export async function checkRoster(
  tx: EntityManager,
  ctx: Context,
  providerId: string,
  headings: RosterHeadings,
  { corrects = [], portions = [allLines], askedAt = ctx.now(), onChecked }: RosterCheck = {},
): Promise<RosterFindings> {
  await resolveRoster(tx, ctx, providerId, corrects, askedAt);
  await tx.query(
    `CREATE TEMPORARY TABLE roster_error (
       position integer, line integer, "column" text, value text, code text, details jsonb, suggestions text[],
       severity text) ON COMMIT DROP`,
  );
  const found = { errorCount: 0, warningCount: 0 };
  for (const range of portions) {
    const { errors, warnings } = await layFindings(tx, headings, range, found.errorCount + found.warningCount);
    found.errorCount += errors;
    found.warningCount += warnings;
    await onChecked?.(range);
  }
  found.errorCount += await findSlips(tx, headings);
  await limitMemberGuesses(tx, ctx, providerId);
  return found;
}

const place = (column: RosterColumn | null): number | null => column && everyRosterColumn.indexOf(column) + 1;

/** For each rule in turn, one value: an array that a rule's number is looked up in. */
const ofEachRule = (value: (rule: RosterRule) => string | number | null, type: string): string =>
  `(ARRAY[${rosterRules.map((rule) => value(rule) ?? "NULL")}]::${type}[])`;

const detailsOf = ({ details = {} }: RosterRule): string =>
  `jsonb_build_object(${Object.entries(details).map(([name, sql]) => `'${name}', ${sql}`)})`;

/** The numbers of the rules that a row breaks. */
const brokenRules = `array_remove(ARRAY[${rosterRules.map(
  ({ when, ofUnchanged }, i) => `CASE WHEN ${ofUnchanged ? "" : "NOT c.kept AND "}(${when}) THEN ${i + 1} END`,
)}]::int[], NULL)`;

const cells: Record<RosterColumn, string> = {
  programNumber: "s.program_number",
  memberNumber: "s.member_number",
  firstName: "s.first_name",
  lastName: "s.last_name",
  completionDate: "s.date_given",
  credits: "s.credits_given",
  offering: "s.offering",
};

/** Likely members, for a row whose ID and name do not belong together; where nobody else is, whose ID it is, whatever the name. */
const likelyMembers = `array(
  SELECT named FROM (
    SELECT l.member_number, l.member_number || ', ' || l.name AS named, l.rank, min(l.rank) OVER () AS best FROM (
      SELECT m.member_number, ${fullNameSql("m")} AS name, 1 AS rank FROM member m
      WHERE m.active AND ${mayBeFamilySql("s.last_spellings", "m")} AND ${isCalledSql("s", "m").first}
      UNION
      SELECT m.member_number, ${fullNameSql("m")}, 1 FROM member m
      WHERE m.active AND ${mayBeFamilySql("s.first_spellings", "m")} AND m.first_name_key = ANY (s.last_spellings)
      UNION
      SELECT c.member_number_found, c.member_name, CASE WHEN c.first_name_matches OR c.last_name_matches THEN 1 ELSE 2 END WHERE c.active
    ) l) r WHERE rank = best ORDER BY member_number LIMIT 3)`;

/** @returns how much was found in this portion of the rows */
async function layFindings(
  tx: EntityManager,
  headings: RosterHeadings,
  range: LineRange,
  before: number,
): Promise<{ errors: number; warnings: number }> {
  const [laid] = await tx.query(
    `WITH flawed AS MATERIALIZED (
       SELECT * FROM (
         SELECT s, c, ${brokenRules} AS broken
         FROM roster_stage s JOIN roster_checked c USING (line)
         WHERE s.line > $2 AND s.line <= $3) checked
       WHERE broken <> '{}'),
     found AS (
       SELECT s.line, array_position($1::text[], problem ->> 'column') AS place, problem ->> 'column' AS heading,
         problem ->> 'value' AS value, problem ->> 'code' AS code,
         jsonb_build_object('message', problem -> 'message') AS details, NULL::text[] AS suggestions,
         '${FindingSeverity.ERROR}' AS severity
       FROM roster_stage s, jsonb_array_elements(s.problems) problem
       WHERE s.problems IS NOT NULL AND s.line > $2 AND s.line <= $3
       UNION ALL
       SELECT s.line, rule.place, ($1::text[])[rule.place], (ARRAY[${everyRosterColumn.map((key) => cells[key])}])[rule.place], rule.code,
         CASE number ${rosterRules.map((rule, i) => `WHEN ${i + 1} THEN ${detailsOf(rule)}`).join(" ")} END,
         CASE WHEN rule.code IN ('UNKNOWN_MEMBER', 'NAME_MISMATCH', 'MISSING_VALUE') THEN ${likelyMembers}
           WHEN rule.code = 'AMBIGUOUS_MEMBER' THEN c.may_mean
           WHEN rule.code IN ('DATE_IN_FUTURE', 'DATE_OUTSIDE_OFFERING') THEN array_remove(ARRAY[${dayFirstSql}], NULL) END, rule.severity
       FROM flawed f
       CROSS JOIN LATERAL (SELECT (f.s).*) s
       CROSS JOIN LATERAL (SELECT (f.c).*) c
       CROSS JOIN LATERAL unnest(f.broken) AS number
       CROSS JOIN LATERAL (SELECT ${ofEachRule(({ column }) => place(column), "int")}[number] AS place,
         ${ofEachRule(({ code }) => `'${code}'`, "text")}[number] AS code,
         ${ofEachRule(({ severity = FindingSeverity.ERROR }) => `'${severity}'`, "text")}[number] AS severity) rule
       UNION ALL
       SELECT line, ${everyRosterColumn.length + 1}, heading, value, code, details, NULL::text[], '${FindingSeverity.ERROR}'
       FROM (${kindFindingsSql}) k WHERE line > $2 AND line <= $3),
     laid AS (
       INSERT INTO roster_error
       SELECT $4::int + row_number() OVER (ORDER BY line, place, code), line, heading, value, code, details,
         coalesce(suggestions, '{}'), severity
       FROM found RETURNING severity)
     SELECT count(*) FILTER (WHERE severity = '${FindingSeverity.ERROR}')::int AS errors,
       count(*) FILTER (WHERE severity <> '${FindingSeverity.ERROR}')::int AS warnings
     FROM laid`,
    [everyRosterColumn.map((key) => headings[key]), range.after, range.upTo, before],
  );
  return laid;
}
