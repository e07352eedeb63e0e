import type { EntityManager } from "typeorm";
import type { Context } from "../core/context.ts";
import { approvedStatuses } from "../programs/program.status.ts";

/** The headings of a roster as its file has them, to name a column in an error. */
export interface RosterHeadings {
  programNumber: string;
  memberNumber: string;
  firstName: string;
  lastName: string;
  completionDate: string;
  credits: string;
}

/**
 * Locks the programs that the staged rows name, so that two rosters of one program are checked one after the other: the second
 * sees what the first recorded. Always in the same order, so that two files with several programs cannot block each other.
 */
export async function lockProgramsOfRoster(tx: EntityManager, providerId: string): Promise<void> {
  await tx.query(
    `SELECT id FROM program WHERE provider_id = $1 AND number IN (SELECT DISTINCT program_number FROM roster_stage)
     ORDER BY id FOR NO KEY UPDATE`,
    [providerId],
  );
}

/**
 * Joins the staged rows with everything that they are checked against, set by set, as the temporary table `roster_checked`.
 * The rules in words: product design, *Reporting attendance*; `server/programs/offering.rules.ts` has those of time for one offering.
 */
async function resolveRoster(tx: EntityManager, ctx: Context, providerId: string): Promise<void> {
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
       ORDER BY p.number, d.completed_on, o.starts_on, o.id),
     held AS MATERIALIZED (
       SELECT program_id, max(today) AS today, bool_or(today > ends_on) AS any_ended,
         string_agg(CASE WHEN starts_on = ends_on THEN starts_on::text ELSE starts_on || ' to ' || ends_on END, ', '
           ORDER BY starts_on) AS days
       FROM offerings GROUP BY program_id)
     SELECT s.line, p.id AS program_id, p.status, p.maximum, p.step, p.unit, p.first_unit_whole,
       m.id AS member_id, m.member_number AS member_number_found, m.active, m.first_name AS member_first_name,
       m.last_name AS member_last_name,
       s.first_name_key = m.first_name_key OR s.given_names_key = m.given_names_key AS first_name_matches,
       s.last_name_key = m.last_name_key AS last_name_matches,
       o.id AS offering_id, o.ends_on, o.due_on,
       coalesce(o.today, h.today, ($2::timestamptz AT TIME ZONE a.time_zone)::date) AS today,
       coalesce(h.any_ended, false) AND (o.id IS NULL OR o.today > o.ends_on) AS ended,
       h.days,
       CASE WHEN m.id IS NOT NULL AND o.id IS NOT NULL
         THEN min(s.line) OVER (PARTITION BY m.id, o.id) END AS first_line
     FROM roster_stage s
     CROSS JOIN accreditor_settings a
     LEFT JOIN programs p ON p.number = s.program_number
     LEFT JOIN held h ON h.program_id = p.id
     LEFT JOIN offering_of_day o ON o.number = s.program_number AND o.completed_on = s.completed_on
     LEFT JOIN member m ON m.member_number = s.member_number`,
    [providerId, ctx.now()],
  );
  await tx.query("ANALYZE roster_checked");
}

/**
 * Checks every staged row against every rule and lays what is wrong into the temporary table `roster_error`, in the order of
 * the file.
 * @returns how many errors there are; at 0 the rows can be recorded
 */
export async function checkRoster(
  tx: EntityManager,
  ctx: Context,
  providerId: string,
  headings: RosterHeadings,
): Promise<number> {
  await resolveRoster(tx, ctx, providerId);
  await tx.query(
    `CREATE TEMPORARY TABLE roster_error (
       position integer, line integer, "column" text, value text, code text, details jsonb, suggestions text[]) ON COMMIT DROP`,
  );
  const [{ count }] = await tx.query(
    `WITH found AS (
       SELECT s.line, array_position($1::text[], problem ->> 'column') AS place, problem ->> 'column' AS heading,
         problem ->> 'value' AS value, problem ->> 'code' AS code,
         jsonb_build_object('message', problem ->> 'message') AS details, NULL::text[] AS suggestions
       FROM roster_stage s, jsonb_array_elements(s.problems) problem WHERE s.problems IS NOT NULL
       UNION ALL
       SELECT s.line, f.place, ($1::text[])[f.place], f.value, f.code, f.details,
         CASE WHEN f.code IN ('UNKNOWN_MEMBER', 'NAME_MISMATCH') THEN array(
           SELECT l.member_number || ', ' || l.first_name || ' ' || l.last_name FROM (
             SELECT m.member_number, m.first_name, m.last_name FROM member m
             WHERE m.active AND m.last_name_key = s.last_name_key
               AND (m.first_name_key = s.first_name_key OR m.given_names_key = s.given_names_key)
             UNION
             SELECT m.member_number, m.first_name, m.last_name FROM member m
             WHERE m.active AND m.last_name_key = s.first_name_key AND m.first_name_key = s.last_name_key
             UNION
             SELECT c.member_number_found, c.member_first_name, c.member_last_name
             WHERE c.active AND (c.first_name_matches OR c.last_name_matches)
           ) l ORDER BY l.member_number LIMIT 3) END
       FROM roster_stage s JOIN roster_checked c USING (line)
       LEFT JOIN attendance_record known ON known.member_id = c.member_id AND known.offering_id = c.offering_id
       LEFT JOIN attendance_upload earlier ON earlier.id = known.upload_id
       CROSS JOIN LATERAL (VALUES
         (s.program_number IS NOT NULL AND c.program_id IS NULL,
           1, s.program_number, 'UNKNOWN_PROGRAM', NULL::jsonb),
         (c.status <> ALL ($2::text[]),
           1, s.program_number, 'PROGRAM_NOT_APPROVED', jsonb_build_object('status', c.status)),
         (c.status = ANY ($2::text[]) AND NOT c.ended,
           1, s.program_number, 'OFFERING_NOT_ENDED', jsonb_build_object('endsOn', c.ends_on, 'days', c.days)),
         (c.status = ANY ($2::text[]) AND c.ended AND c.today > c.due_on,
           1, s.program_number, 'REPORTING_CLOSED', jsonb_build_object('dueOn', c.due_on)),
         (s.member_number IS NOT NULL AND c.member_id IS NULL,
           2, s.member_number, 'UNKNOWN_MEMBER', NULL),
         (NOT c.active,
           2, s.member_number, 'MEMBER_INACTIVE', NULL),
         (NOT c.first_name_matches,
           3, s.first_name, 'NAME_MISMATCH', jsonb_build_object('memberNumber', s.member_number)),
         (NOT c.last_name_matches,
           4, s.last_name, 'NAME_MISMATCH', jsonb_build_object('memberNumber', s.member_number)),
         (s.completed_on > c.today,
           5, s.date_given, 'DATE_IN_FUTURE', jsonb_build_object('today', c.today)),
         (s.completed_on <= c.today AND c.program_id IS NOT NULL AND c.offering_id IS NULL,
           5, s.date_given, 'DATE_OUTSIDE_OFFERING', jsonb_build_object('days', c.days)),
         (s.credits > c.maximum,
           6, s.credits_given, 'CREDITS_ABOVE_MAXIMUM', jsonb_build_object('maximum', c.maximum::text, 'unit', c.unit)),
         (mod(s.credits, c.step) <> 0 OR c.first_unit_whole AND s.credits < 1,
           6, s.credits_given, 'CREDITS_NOT_WHOLE_STEPS', jsonb_build_object('step', c.step::text, 'unit', c.unit)),
         (c.first_line < s.line,
           NULL, NULL, 'DUPLICATE_ROW', jsonb_build_object('firstLine', c.first_line)),
         (known.id IS NOT NULL,
           NULL, NULL, 'ALREADY_RECORDED', jsonb_build_object('uploadId', known.upload_id, 'fileName', earlier.file_name,
             'recordedAt', known.recorded_at, 'source', known.source, 'line', known.line))
       ) AS f (failed, place, value, code, details)
       WHERE f.failed),
     laid AS (
       INSERT INTO roster_error
       SELECT row_number() OVER (ORDER BY line, place, code), line, heading, value, code, coalesce(details, '{}'),
         coalesce(suggestions, '{}')
       FROM found RETURNING 1)
     SELECT count(*)::int AS count FROM laid`,
    [orderOfHeadings(headings), approvedStatuses],
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
