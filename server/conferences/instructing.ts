import { wholeStepsSql } from "../policies/credit-rule.arithmetic.ts";

// What a member earns of session `s` who is one of its speakers, as SQL. The rule is that of the conference's type on the session's date.

/** SQL of whether a member is one of its speakers. */
export const isSpeakerSql = (member: string): string =>
  `EXISTS (SELECT FROM session_instructor i WHERE i.session_id = s.id AND i.member_id = ${member} AND i.linked)`;

/** SQL of how many times what attendees earn a member earns as a speaker; null: is none, or speakers earn nothing of their own. */
export const instructorMultipleSql = (member: string): string => `(SELECT q.multiple
  FROM session_instructor i JOIN program h ON h.id = s.program_id
  CROSS JOIN LATERAL (SELECT o.time_zone FROM offering o WHERE o.program_id = h.id ORDER BY o.starts_on, o.id LIMIT 1) d
  CROSS JOIN LATERAL (SELECT * FROM instructor_rule r WHERE r.type_id = h.type_id
    AND r.starts_on <= (s.starts_at AT TIME ZONE d.time_zone)::date ORDER BY r.starts_on DESC LIMIT 1) q
  WHERE i.session_id = s.id AND i.member_id = ${member} AND i.linked AND NOT (q.first_time_only AND i.given_before))`;

/** SQL of whether a member earns as a speaker. */
export const instructsSql = (member: string): string => `(${instructorMultipleSql(member)} IS NOT NULL)`;

/** SQL of so many credits as a member earns them: of a speaker so many times as many, in whole steps of a rule, never rounded up. @param rule its ID */
const earnedSql = (credits: string, member: string, rule: string): string => `coalesce((
  SELECT CASE WHEN ${wholeStepsSql("f", "e.credits")} THEN e.credits ELSE 0.00 END
  FROM credit_rule f CROSS JOIN LATERAL (SELECT ${instructorMultipleSql(member)} AS multiple) m
  CROSS JOIN LATERAL (SELECT (trunc(${credits} * m.multiple / f.step) * f.step)::numeric(8,2) AS credits) e
  WHERE f.id = ${rule} AND m.multiple IS NOT NULL), ${credits})`;

/** SQL of what a member earns of it. */
export const earnedBySql = (member: string): string =>
  earnedSql("s.credits", member, "(SELECT h.credit_rule_id FROM program h WHERE h.id = s.program_id)");

/** SQL of what a member earns of its further kind of credit `x`, of which its program is approved for `a`. */
export const earnedOfKindBySql = (member: string): string => earnedSql("x.credits", member, "a.credit_rule_id");
