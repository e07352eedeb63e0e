import type { EntityManager } from "typeorm";
import type { Context } from "../core/context.ts";
import { keepPersons } from "../members/keep-persons.ts";
import { approvedStatuses } from "../programs/program.status.ts";
import { limitMemberGuesses } from "./limit-member-guesses.ts";

/** The headings of a roster as its file has them, to name a column in an error. */
export interface RosterHeadings {
  programNumber: string;
  memberNumber: string;
  firstName: string;
  lastName: string;
  completionDate: string;
  credits: string;
}

/** Which rows of a roster are looked at: those that start on a line after `after`, up to `upTo`. */
export interface LineRange {
  after: number;
  upTo: number;
}

export const allLines: LineRange = { after: 0, upTo: 2_147_483_647 };

/** How a roster is checked that is not simply a new one. */
export interface RosterCheck {
  /** The uploads whose rows it corrects: what these stored, it may have again. */
  corrects?: readonly string[];
  /** Checks the rows in these portions, one after the other; by default all at once. */
  portions?: readonly LineRange[];
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
     ORDER BY id FOR NO KEY UPDATE`,
    [providerId, corrects],
  );
}

/**
 * Joins the staged rows with everything that they are checked against, set by set, as the temporary table `roster_checked`.
 * The rules in words: product design, *Reporting attendance*; `server/programs/offering.rules.ts` has those of time for one offering.
 */
async function resolveRoster(
  tx: EntityManager,
  ctx: Context,
  providerId: string,
  corrects: readonly string[],
): Promise<void> {
  await tx.query("ANALYZE roster_stage");
  await tx.query(
    `CREATE TEMPORARY TABLE roster_checked ON COMMIT DROP AS
     WITH programs AS MATERIALIZED (
       SELECT p.id, p.number, p.status, p.credits AS maximum, r.step, r.unit, r.first_unit_whole
       FROM program p JOIN credit_rule r ON r.id = p.credit_rule_id
       WHERE p.provider_id = $1 AND p.number IN (SELECT DISTINCT program_number FROM roster_stage)),
     offerings AS MATERIALIZED (
       SELECT o.id, o.program_id, o.starts_on, o.ends_on,
         ($2::timestamptz AT TIME ZONE o.time_zone)::date AS today,
         coalesce(o.reporting_extended_to, o.ends_on + s.reporting_days) AS due_on
       FROM offering o CROSS JOIN accreditor_settings s WHERE o.program_id IN (SELECT id FROM programs)),
     offering_of_day AS MATERIALIZED (
       SELECT DISTINCT ON (p.number, d.completed_on) p.number, d.completed_on, o.id, o.ends_on, o.due_on, o.today
       FROM (SELECT DISTINCT program_number, completed_on FROM roster_stage) d
       JOIN programs p ON p.number = d.program_number
       JOIN offerings o ON o.program_id = p.id AND d.completed_on BETWEEN o.starts_on AND o.ends_on
       -- Of several that cover the day: one that can be reported now, then the one that fits it closest.
       ORDER BY p.number, d.completed_on, o.today > o.ends_on DESC, o.today <= o.due_on DESC, o.ends_on - o.starts_on,
         o.starts_on, o.id),
     held AS MATERIALIZED (
       SELECT program_id, max(today) AS today, bool_or(today > ends_on) AS any_ended,
         string_agg(CASE WHEN starts_on = ends_on THEN starts_on::text ELSE starts_on || ' to ' || ends_on END, ', '
           ORDER BY starts_on) AS days
       FROM offerings GROUP BY program_id),
     known AS MATERIALIZED (
       -- A conference's offering is on record, too, for who has claimed any of its sessions: it earns once.
       SELECT DISTINCT ON (member_id, offering_id) id, member_id, offering_id, upload_id, recorded_at, source, line,
         completed_on, credits, coalesce(upload_id = ANY ($3::uuid[]), false) AS corrected
       FROM attendance_record
       WHERE reversed_at IS NULL AND program_id IN (SELECT id FROM programs)
       ORDER BY member_id, offering_id, upload_id = ANY ($3::uuid[]) DESC NULLS LAST, id)
     SELECT s.line, p.id AS program_id, p.status, p.maximum, p.step, p.unit, p.first_unit_whole,
       m.id AS member_id, m.member_number AS member_number_found, m.active, m.first_name AS member_first_name,
       m.last_name AS member_last_name,
       -- A number from before two members were merged goes with the name that it had then, too.
       s.first_name_key IN (m.first_name_key, n.first_name_key) OR s.given_names_key IN (m.given_names_key, n.given_names_key)
         AS first_name_matches,
       s.last_name_key IN (m.last_name_key, n.last_name_key) AS last_name_matches,
       o.id AS offering_id, o.ends_on, o.due_on,
       coalesce(o.today, h.today, ($2::timestamptz AT TIME ZONE a.time_zone)::date) AS today,
       coalesce(h.any_ended, false) AND (o.id IS NULL OR o.today > o.ends_on) AS ended,
       h.days,
       CASE WHEN m.id IS NOT NULL AND o.id IS NOT NULL
         THEN min(s.line) OVER (PARTITION BY m.id, o.id) END AS first_line,
       known.id AS known_id, known.upload_id AS known_upload_id, known.recorded_at AS known_recorded_at,
       known.source AS known_source, known.line AS known_line, coalesce(known.corrected, false) AS corrected,
       -- Already on record as this row has it, by an upload that is being corrected.
       coalesce(known.corrected AND known.completed_on = s.completed_on AND known.credits = s.credits, false) AS kept
     FROM roster_stage s
     CROSS JOIN accreditor_settings a
     LEFT JOIN programs p ON p.number = s.program_number
     LEFT JOIN held h ON h.program_id = p.id
     LEFT JOIN offering_of_day o ON o.number = s.program_number AND o.completed_on = s.completed_on
     LEFT JOIN member n ON n.member_number = s.member_number AND n.erased_at IS NULL
     LEFT JOIN member m ON m.id = coalesce(n.merged_into_id, n.id)
     LEFT JOIN known ON known.member_id = m.id AND known.offering_id = o.id`,
    [providerId, ctx.now(), corrects],
  );
  await tx.query("ANALYZE roster_checked");
}

/**
 * Checks every staged row against every rule and lays what is wrong into the temporary table `roster_error`, in the order of
 * the file. Of a correction, a row that is on record as it stands keeps its place whatever has changed since: only its name and
 * its being there once are checked; and staff may correct what was recorded after the time to report is over.
 * @throws TOO_MANY_REQUESTS where too many rows name somebody else than the member with their ID
 * @returns how many errors there are; at 0 the rows can be recorded
 */
export async function checkRoster(
  tx: EntityManager,
  ctx: Context,
  providerId: string,
  headings: RosterHeadings,
  { corrects = [], portions = [allLines], onChecked }: RosterCheck = {},
): Promise<number> {
  await resolveRoster(tx, ctx, providerId, corrects);
  await tx.query(
    `CREATE TEMPORARY TABLE roster_error (
       position integer, line integer, "column" text, value text, code text, details jsonb, suggestions text[]) ON COMMIT DROP`,
  );
  let errorCount = 0;
  for (const range of portions) {
    errorCount += await layErrors(tx, ctx, headings, range, errorCount);
    await onChecked?.(range);
  }
  await limitMemberGuesses(tx, ctx, providerId);
  return errorCount;
}

/** @returns how many errors this portion of the rows has */
async function layErrors(
  tx: EntityManager,
  ctx: Context,
  headings: RosterHeadings,
  range: LineRange,
  before: number,
): Promise<number> {
  const [{ count }] = await tx.query(
    `WITH flawed AS MATERIALIZED (
       SELECT * FROM (
         SELECT s.*, c.status, c.maximum, c.step, c.unit, c.member_number_found, c.active, c.member_first_name,
           c.member_last_name, c.first_name_matches, c.last_name_matches, c.ends_on, c.due_on, c.today, c.days,
           c.first_line, c.known_upload_id AS upload_id, c.known_recorded_at AS recorded_at, c.known_source AS source,
           c.known_line, c.corrected, c.kept,
           -- Each flaw is the place of its column, 0 for the row, and its code.
           array_remove(ARRAY[
             CASE WHEN s.program_number IS NOT NULL AND c.program_id IS NULL THEN '1 UNKNOWN_PROGRAM' END,
             CASE WHEN c.status <> ALL ($2::text[]) THEN '1 PROGRAM_NOT_APPROVED' END,
             CASE WHEN c.status = ANY ($2::text[]) AND NOT c.ended THEN '1 OFFERING_NOT_ENDED' END,
             CASE WHEN c.status = ANY ($2::text[]) AND c.ended AND c.today > c.due_on THEN '1 REPORTING_CLOSED' END,
             CASE WHEN s.member_number IS NOT NULL AND c.member_id IS NULL THEN '2 UNKNOWN_MEMBER' END,
             CASE WHEN NOT c.active THEN '2 MEMBER_INACTIVE' END,
             CASE WHEN NOT c.first_name_matches THEN '3 NAME_MISMATCH' END,
             CASE WHEN NOT c.last_name_matches THEN '4 NAME_MISMATCH' END,
             CASE WHEN s.completed_on > c.today THEN '5 DATE_IN_FUTURE' END,
             CASE WHEN s.completed_on <= c.today AND c.program_id IS NOT NULL AND c.offering_id IS NULL
               THEN '5 DATE_OUTSIDE_OFFERING' END,
             CASE WHEN s.credits <= 0 THEN '6 CREDITS_NOT_POSITIVE' END,
             CASE WHEN s.credits > c.maximum THEN '6 CREDITS_ABOVE_MAXIMUM' END,
             CASE WHEN mod(s.credits, c.step) <> 0 OR c.first_unit_whole AND s.credits < 1
               THEN '6 CREDITS_NOT_WHOLE_STEPS' END,
             CASE WHEN c.first_line < s.line THEN '0 DUPLICATE_ROW' END,
             CASE WHEN c.known_id IS NOT NULL AND NOT c.corrected THEN '0 ALREADY_RECORDED' END
           ], NULL) AS flaws
         FROM roster_stage s JOIN roster_checked c USING (line)
         WHERE s.line > $3 AND s.line <= $4) checked
       WHERE flaws <> '{}'),
     found AS (
       SELECT s.line, array_position($1::text[], problem ->> 'column') AS place, problem ->> 'column' AS heading,
         problem ->> 'value' AS value, problem ->> 'code' AS code,
         jsonb_build_object('message', problem ->> 'message') AS details, NULL::text[] AS suggestions
       FROM roster_stage s, jsonb_array_elements(s.problems) problem
       WHERE s.problems IS NOT NULL AND s.line > $3 AND s.line <= $4
       UNION ALL
       SELECT f.line, flaw.place, ($1::text[])[flaw.place],
         (ARRAY[f.program_number, f.member_number, f.first_name, f.last_name, f.date_given, f.credits_given])[flaw.place],
         flaw.code,
         CASE flaw.code
           WHEN 'PROGRAM_NOT_APPROVED' THEN jsonb_build_object('status', f.status)
           WHEN 'OFFERING_NOT_ENDED' THEN jsonb_build_object('endsOn', f.ends_on, 'days', f.days)
           WHEN 'REPORTING_CLOSED' THEN jsonb_build_object('dueOn', f.due_on)
           WHEN 'NAME_MISMATCH' THEN jsonb_build_object('memberNumber', f.member_number)
           WHEN 'DATE_IN_FUTURE' THEN jsonb_build_object('today', f.today)
           WHEN 'DATE_OUTSIDE_OFFERING' THEN jsonb_build_object('days', f.days)
           WHEN 'CREDITS_ABOVE_MAXIMUM' THEN jsonb_build_object('maximum', f.maximum::text, 'unit', f.unit)
           WHEN 'CREDITS_NOT_WHOLE_STEPS' THEN jsonb_build_object('step', f.step::text, 'unit', f.unit)
           WHEN 'DUPLICATE_ROW' THEN jsonb_build_object('firstLine', f.first_line)
           WHEN 'ALREADY_RECORDED' THEN jsonb_build_object('uploadId', f.upload_id, 'fileName', earlier.file_name,
             'recordedAt', f.recorded_at, 'source', f.source, 'line', f.known_line)
         END,
         CASE WHEN flaw.code IN ('UNKNOWN_MEMBER', 'NAME_MISMATCH') THEN array(
           SELECT l.member_number || ', ' || l.first_name || ' ' || l.last_name FROM (
             SELECT m.member_number, m.first_name, m.last_name FROM member m
             WHERE m.active AND m.last_name_key = f.last_name_key
               AND (m.first_name_key = f.first_name_key OR m.given_names_key = f.given_names_key)
             UNION
             SELECT m.member_number, m.first_name, m.last_name FROM member m
             WHERE m.active AND m.last_name_key = f.first_name_key AND m.first_name_key = f.last_name_key
             UNION
             SELECT f.member_number_found, f.member_first_name, f.member_last_name
             WHERE f.active AND (f.first_name_matches OR f.last_name_matches)
           ) l ORDER BY l.member_number LIMIT 3) END
       FROM flawed f
       LEFT JOIN attendance_upload earlier ON earlier.id = f.upload_id
       CROSS JOIN LATERAL unnest(f.flaws) AS raw (flaw)
       CROSS JOIN LATERAL (SELECT nullif(left(raw.flaw, 1), '0')::int AS place, substr(raw.flaw, 3) AS code) flaw
       WHERE (NOT f.kept OR flaw.code IN ('NAME_MISMATCH', 'DUPLICATE_ROW'))
         AND NOT (f.corrected AND $6 AND flaw.code = 'REPORTING_CLOSED')),
     laid AS (
       INSERT INTO roster_error
       SELECT $5::int + row_number() OVER (ORDER BY line, place, code), line, heading, value, code, coalesce(details, '{}'),
         coalesce(suggestions, '{}')
       FROM found RETURNING 1)
     SELECT count(*)::int AS count FROM laid`,
    [orderOfHeadings(headings), approvedStatuses, range.after, range.upTo, before, ctx.viewer.isStaff],
  );
  return count;
}

/** In the order of the template: the statement above counts on it. */
const orderOfHeadings = ({
  programNumber,
  memberNumber,
  firstName,
  lastName,
  completionDate,
  credits,
}: RosterHeadings) => [programNumber, memberNumber, firstName, lastName, completionDate, credits];
