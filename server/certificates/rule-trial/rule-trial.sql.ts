import { instructorMultipleSql } from "../../conferences/instructing.ts";
import type { Bindings } from "../../core/lists/sql.ts";
import { creditsForMinutesSql, wholeStepsSql } from "../../policies/credit-rule.arithmetic.ts";
import type { CreditRuleTrialInput } from "./rule-trial.object.ts";

/** SQL of what minutes earn by the rule that is tried where the row goes by the old one; else by its own. */
const tried = (isTried: string, minutes: string): string =>
  `CASE WHEN ${isTried} THEN ${creditsForMinutesSql("n", minutes)} ELSE ${creditsForMinutesSql("r", minutes)} END`;

/** SQL of an amount in whole steps of the rule by which it would go; of what is none, nothing. */
const wholeOrNothing = (isTried: string, credits: string): string =>
  `CASE WHEN CASE WHEN ${isTried} THEN ${wholeStepsSql("n", credits)} ELSE ${wholeStepsSql("r", credits)} END THEN ${credits} ELSE 0 END`;

/** SQL of so much of what was approved as is awarded: all of it goes with it, a part stays up to it. */
const awarded = (credits: string, approved: string, would: string): string =>
  `CASE WHEN ${credits} = ${approved} THEN ${would} ELSE least(${credits}, ${would}) END`;

/**
 * The common table expressions of a trial, over which `trialRowsSql` reads: every approved program, session and certificate that holds with
 * what it has, and what it would have if the rule that is tried had been in force in the place of another. What was set by hand, or came
 * with what moved in, stays; a part goes down with its whole.
 */
export function trialSql(bind: Bindings["bind"], trial: CreditRuleTrialInput): string {
  const code = `${bind(trial.insteadOf ?? trial.code)}::text`;
  const from = `${bind(trial.from)}::date`;
  const to = `${bind(trial.to)}::date`;
  return `n AS (SELECT ${bind(trial.minutesPerUnit)}::int AS minutes_per_unit, ${bind(trial.step)}::numeric(6,2) AS step,
      ${bind(trial.rounding)}::text AS rounding, ${bind(trial.minimumMinutes)}::int AS minimum_minutes,
      ${bind(trial.minimumCredits)}::numeric(6,2) AS minimum_credits, ${bind(trial.firstUnitWhole)}::boolean AS first_unit_whole),
    program_of AS MATERIALIZED (
      SELECT p.id, p.number, p.name, p.starts_on, p.credit_rule_id, r.code = ${code} AS is_tried, r.unit, p.credits,
        CASE WHEN r.code = ${code} AND p.credits = ${creditsForMinutesSql("r", "p.minutes")} THEN ${creditsForMinutesSql("n", "p.minutes")} ELSE p.credits END AS would
      FROM program p JOIN credit_rule r ON r.id = p.credit_rule_id CROSS JOIN n WHERE p.credits IS NOT NULL),
    kind_alone AS MATERIALIZED (
      SELECT a.program_id, a.kind_id, k.name, k.unit, k.part_of_id, w.is_default AS of_default, r.id AS rule_id, r.code = ${code} AS is_tried, a.credits,
        CASE WHEN r.code = ${code} AND a.credits = ${creditsForMinutesSql("r", "p.minutes")} THEN ${creditsForMinutesSql("n", "p.minutes")} ELSE a.credits END AS would
      FROM program_credit_kind a JOIN program p ON p.id = a.program_id JOIN credit_kind k ON k.id = a.kind_id
      LEFT JOIN credit_kind w ON w.id = k.part_of_id JOIN credit_rule r ON r.id = a.credit_rule_id CROSS JOIN n WHERE a.credits IS NOT NULL),
    kind_of AS MATERIALIZED (
      SELECT k.*, least(k.would, CASE WHEN k.of_default THEN p.would ELSE w.would END) AS within
      FROM kind_alone k JOIN program_of p ON p.id = k.program_id
      LEFT JOIN kind_alone w ON w.program_id = k.program_id AND w.kind_id = k.part_of_id),
    session_of AS MATERIALIZED (
      SELECT s.id, s.program_id, s.title, s.minutes, p.number, p.starts_on, p.unit, p.is_tried, s.credits,
        CASE WHEN p.is_tried AND s.credits_reason IS NULL THEN ${creditsForMinutesSql("n", "s.minutes")} ELSE s.credits END AS would
      FROM session s JOIN program_of p ON p.id = s.program_id CROSS JOIN n WHERE s.eligible AND s.removed_at IS NULL),
    session_kind_alone AS MATERIALIZED (
      SELECT x.session_id, x.kind_id, k.name, k.unit, k.part_of_id, k.of_default, k.is_tried, k.rule_id, s.program_id, s.title, s.number, s.starts_on, x.credits,
        s.credits AS session_credits, s.would AS session_would,
        CASE WHEN x.is_set THEN least(x.credits, ${creditsForMinutesSql("r", "s.minutes")}) ELSE ${creditsForMinutesSql("r", "s.minutes")} END AS had,
        CASE WHEN x.is_set THEN least(x.credits, ${tried("k.is_tried", "s.minutes")}) ELSE ${tried("k.is_tried", "s.minutes")} END AS would
      FROM session_credit x JOIN session_of s ON s.id = x.session_id JOIN kind_alone k ON k.program_id = s.program_id AND k.kind_id = x.kind_id
      JOIN credit_rule r ON r.id = k.rule_id CROSS JOIN n),
    session_kind_of AS MATERIALIZED (
      -- What is on record otherwise than its minutes earn came from elsewhere: it stays up to its whole.
      SELECT x.*, CASE WHEN x.credits = ${wholeOrNothing("false", "f.had")} THEN ${wholeOrNothing("x.is_tried", "f.would")} ELSE least(x.credits, f.would) END AS within
      FROM session_kind_alone x LEFT JOIN session_kind_alone w ON w.session_id = x.session_id AND w.kind_id = x.part_of_id
      JOIN credit_rule r ON r.id = x.rule_id CROSS JOIN n
      CROSS JOIN LATERAL (SELECT
        least(x.had, CASE WHEN x.of_default THEN x.session_credits ELSE w.credits END) AS had,
        least(x.would, CASE WHEN x.of_default THEN x.session_would ELSE w.would END) AS would) f),
    certificate_of AS NOT MATERIALIZED (
      SELECT c.id, c.number, c.title, c.completed_on, c.credit_unit AS unit, c.program_id, c.attendance_record_id, c.credits,
        p.credits AS approved, p.would AS approved_would, p.is_tried
      FROM certificate c JOIN program_of p ON p.id = c.program_id
      WHERE c.status = 'ISSUED' AND c.completed_on BETWEEN ${from} AND ${to}),
    line_of AS (
      SELECT l.certificate_id, sum(CASE
          WHEN NOT l.as_instructor THEN ${awarded("l.credits", "o.credits", "coalesce(o.would, l.credits)")}
          WHEN o.would IS NULL OR o.would = o.credits THEN l.credits
          ELSE (SELECT ${wholeOrNothing("o.is_tried", "e.credits")}
            FROM certificate c JOIN program h ON h.id = c.program_id JOIN credit_rule r ON r.id = h.credit_rule_id CROSS JOIN n
            CROSS JOIN LATERAL (SELECT ${instructorMultipleSql("c.member_id")} AS multiple FROM session s WHERE s.id = l.session_id) m
            CROSS JOIN LATERAL (SELECT CASE WHEN o.is_tried THEN n.step ELSE r.step END AS step) t
            CROSS JOIN LATERAL (SELECT coalesce((trunc(o.would * m.multiple / t.step) * t.step)::numeric(8,2), l.credits) AS credits) e
            WHERE c.id = l.certificate_id) END) AS would
      FROM certificate_line l LEFT JOIN session_of o ON o.id = l.session_id
      GROUP BY l.certificate_id),
    trial AS (
      SELECT 'PROGRAM' AS of, p.id, NULL::uuid AS kind_id, NULL::text AS kind, p.unit, p.number, p.name AS title, p.starts_on AS day, p.credits, p.would
      FROM program_of p WHERE p.is_tried AND p.starts_on BETWEEN ${from} AND ${to}
      UNION ALL SELECT 'PROGRAM', k.program_id, k.kind_id, k.name, k.unit, p.number, p.name, p.starts_on, k.credits, k.within
      FROM kind_of k JOIN program_of p ON p.id = k.program_id WHERE (k.is_tried OR p.is_tried) AND p.starts_on BETWEEN ${from} AND ${to}
      UNION ALL SELECT 'SESSION', s.id, NULL, NULL, s.unit, s.number, s.title, s.starts_on, s.credits, s.would
      FROM session_of s WHERE s.is_tried AND s.starts_on BETWEEN ${from} AND ${to}
      UNION ALL SELECT 'SESSION', x.session_id, x.kind_id, x.name, x.unit, x.number, x.title, x.starts_on, x.credits, x.within
      FROM session_kind_of x JOIN program_of p ON p.id = x.program_id WHERE (x.is_tried OR p.is_tried) AND x.starts_on BETWEEN ${from} AND ${to}
      UNION ALL SELECT 'CERTIFICATE', c.id, NULL, NULL, c.unit, c.number, c.title, c.completed_on, c.credits,
        CASE WHEN c.attendance_record_id IS NULL THEN least(l.would, greatest(c.approved_would, c.credits - c.approved + c.approved_would))
          ELSE ${awarded("c.credits", "c.approved", "c.approved_would")} END
      FROM certificate_of c LEFT JOIN line_of l ON l.certificate_id = c.id WHERE c.is_tried
      UNION ALL SELECT 'CERTIFICATE', c.id, q.kind_id, q.name, q.unit, c.number, c.title, c.completed_on, q.credits,
        CASE WHEN c.attendance_record_id IS NOT NULL THEN ${awarded("q.credits", "k.credits", "k.within")}
          WHEN t.credits = q.credits THEN least(t.would, k.within) ELSE least(q.credits, k.within) END
      FROM certificate_of c JOIN certificate_credit q ON q.certificate_id = c.id
      JOIN kind_of k ON k.program_id = c.program_id AND k.kind_id = q.kind_id
      LEFT JOIN LATERAL (SELECT sum(x.credits) AS credits, sum(x.within) AS would FROM certificate_line l
        JOIN session_kind_of x ON x.session_id = l.session_id AND x.kind_id = q.kind_id WHERE l.certificate_id = c.id) t ON c.attendance_record_id IS NULL
      WHERE c.is_tried OR k.is_tried)`;
}
