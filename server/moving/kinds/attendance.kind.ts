import { day, plain } from "../../attendance/read-cells.ts";
import { ErrorCode } from "../../core/errors.ts";
import { awardProblems } from "../../policies/award.ts";
import { approvedStatuses } from "../../programs/program.status.ts";
import { repeatPeriodSql } from "../../programs/repeat-rule.entity.ts";
import { always, type MovingKind, type MovingRule, nowSql, todaySql } from "../moving-kind.ts";
import { credits } from "./certificates.kind.ts";
import { memberNumberColumn } from "./members.kind.ts";
import { inStatuses, programNumberColumn } from "./programs.kind.ts";

/** SQL of whether something holds of what a row's program is approved for, its rule and its terms. */
const ofProgram = (holds: string): string =>
  `EXISTS (SELECT FROM (SELECT k.*, p.credits AS maximum, p.status AS program_status FROM moving_program p JOIN credit_rule k ON k.id = p.credit_rule_id
    WHERE p.id = c.r_program_number) a WHERE ${holds})`;

const award = (problem: keyof typeof awardProblems, message: MovingRule["message"], facts = {}): MovingRule => ({
  column: "credits",
  code: ErrorCode[problem],
  when: `${inStatuses("(SELECT p.status FROM moving_program p WHERE p.id = c.r_program_number)", approvedStatuses)} AND ${ofProgram(awardProblems[problem]("c.v_credits", "a"))}`,
  message,
  facts,
});

/** SQL of whether several offerings were held on the row's day, so that none is meant. */
const onSeveral = `EXISTS (SELECT FROM moving_offering o
  WHERE o.number = concat_ws(chr(31), c.s_program_number, 'd' || c.s_completed_on) AND o.several)`;

/** Who attended what, with the credit that it earned. */
export const attendanceKind: MovingKind = {
  name: "ATTENDANCE",
  fileNames: ["attendance", "attendances", "attendees", "rosters", "roster", "credit records"],
  table: "attendance_record",
  columns: [
    programNumberColumn,
    { key: "offering", headings: ["Offering", "Offering ID", "Offering Number", "Event ID"], read: plain(100) },
    memberNumberColumn,
    {
      key: "completed_on",
      headings: ["Completion Date", "Completed", "Completed On", "Date"],
      read: day,
      required: true,
      isDay: true,
    },
    { key: "credits", headings: ["Credits", "CECs", "Hours", "Units"], read: credits, required: true },
  ],
  references: [
    {
      column: "program_number",
      to: "moving_program",
      code: ErrorCode.UNKNOWN_PROGRAM,
      message: "bundle.noSuchProgram",
    },
    {
      column: "offering",
      to: "moving_offering",
      by: "concat_ws(chr(31), s.program_number, coalesce('n' || nullif(s.offering, ''), 'd' || s.completed_on))",
      when: "c.r_program_number IS NOT NULL",
      code: ErrorCode.UNKNOWN_OFFERING,
      message: "bundle.noSuchOffering",
    },
    { column: "member_number", to: "moving_member", code: ErrorCode.UNKNOWN_MEMBER, message: "bundle.noSuchMember" },
  ],
  key: "concat_ws(chr(31), coalesce(r_member_number.id::text, s.member_number), coalesce(r_offering.id::text, concat_ws(chr(31), s.program_number, s.offering, s.completed_on)))",
  keyColumn: "member_number",
  match:
    "t.member_id = r_member_number.id AND t.offering_id = r_offering.id AND t.session_id IS NULL AND t.reversed_at IS NULL",
  same: "true",
  called: "(SELECT concat_ws(' ', m.first_name, m.last_name) FROM member m WHERE m.id = t.member_id)",
  fields: [
    { column: "member_id", type: "uuid", value: "r_member_number.id" },
    { column: "program_id", type: "uuid", value: "r_program_number.id" },
    { column: "offering_id", type: "uuid", value: "r_offering.id" },
    always("completed_on", "date", "NULL"),
    always("credits", "numeric(6,2)", "NULL"),
  ],
  inserted: { source: "'IMPORT'", recorded_at: nowSql },
  rules: [
    {
      column: "program_number",
      code: ErrorCode.PROGRAM_NOT_APPROVED,
      when: `c.nth = 1 AND EXISTS (SELECT FROM moving_program p WHERE p.id = c.r_program_number AND NOT ${inStatuses("p.status", approvedStatuses)})`,
      message: "bundle.notApproved",
    },
    {
      // Of a program that is of here rosters tell, by its provider and within its time.
      column: "program_number",
      code: ErrorCode.NUMBER_TAKEN,
      when: "c.nth = 1 AND c.action = 'ADDED' AND EXISTS (SELECT FROM moving_program p WHERE p.id = c.r_program_number AND p.own)",
      message: "bundle.programOfHere",
    },
    {
      column: "completed_on",
      code: ErrorCode.DATE_IN_FUTURE,
      when: `c.v_completed_on > ${todaySql}`,
      message: "bundle.dayToCome",
    },
    {
      column: "completed_on",
      code: ErrorCode.DATE_OUTSIDE_OFFERING,
      when: `c.r_program_number IS NOT NULL AND c.v_completed_on <= ${todaySql} AND (c.r_offering IS NULL AND c.s_offering IS NULL AND NOT ${onSeveral}
        OR EXISTS (SELECT FROM moving_held h WHERE h.id = c.r_offering AND c.v_completed_on NOT BETWEEN h.starts_on AND h.ends_on))`,
      message: "bundle.outsideOffering",
    },
    {
      column: "offering",
      code: ErrorCode.UNKNOWN_OFFERING,
      when: `c.s_offering IS NULL AND ${onSeveral}`,
      message: "bundle.severalOfferings",
    },
    {
      column: "completed_on",
      code: ErrorCode.OFFERING_NOT_ENDED,
      when: `EXISTS (SELECT FROM moving_held h WHERE h.id = c.r_offering AND NOT h.on_demand AND h.ends_on >= (${nowSql} AT TIME ZONE h.time_zone)::date)
        AND c.v_completed_on <= ${todaySql}`,
      message: "bundle.offeringNotEnded",
    },
    {
      column: "offering",
      code: ErrorCode.INVALID_VALUE,
      when: `EXISTS (SELECT FROM moving_held h WHERE h.id = c.r_offering AND h.reported_at IS NULL AND h.ends_on < (${nowSql} AT TIME ZONE h.time_zone)::date)
        AND c.nth = 1 AND c.action = 'ADDED' AND EXISTS (SELECT FROM moving_program p WHERE p.id = c.r_program_number AND NOT p.own AND ${inStatuses("p.status", approvedStatuses)})`,
      message: "bundle.notReported",
    },
    award("CREDITS_ABOVE_MAXIMUM", "bundle.aboveMaximum", {
      maximum: "(SELECT p.credits::text FROM moving_program p WHERE p.id = c.r_program_number)",
    }),
    award("CREDITS_NOT_WHOLE_STEPS", "bundle.notWholeSteps", {
      step: "(SELECT k.step::text FROM moving_program p JOIN credit_rule k ON k.id = p.credit_rule_id WHERE p.id = c.r_program_number)",
    }),
    {
      column: "completed_on",
      code: ErrorCode.INVALID_VALUE,
      when: "c.nth = 1 AND c.action = 'CHANGED' AND (c.picture ->> 'completed_on')::date <> c.v_completed_on",
      message: "bundle.dayStays",
    },
    {
      column: "member_number",
      code: ErrorCode.ALREADY_EARNED,
      when: `c.nth = 1 AND c.action = 'ADDED' AND EXISTS (SELECT FROM moving_earned_once e WHERE e.member_id = c.r_member_number AND e.program_id = c.r_program_number
        AND c.v_completed_on <@ e.period AND (e.comes, e.day, e.file, e.line) < (true, c.v_completed_on, c.file, c.line))`,
      message: "bundle.earnedOnce",
    },
    {
      column: "member_number",
      code: ErrorCode.ALREADY_EARNED,
      when: `c.nth = 1 AND (c.r_member_number, c.s_program_number, c.v_completed_on) IN (SELECT member_id, program_number, completed_on FROM moving_revoked)`,
      message: "bundle.revokedElsewhere",
    },
  ],
  lookUp: [
    // Of types that earn once in a time: who earned what when, here and by the rows.
    `CREATE TEMPORARY TABLE moving_earned_once ON COMMIT DROP AS
       SELECT * FROM (
         SELECT e.*, ${repeatPeriodSql("t", "e.day")} AS period FROM (
           SELECT r.id AS record_id, r.member_id, r.program_id, r.completed_on AS day, false AS comes, 0 AS file, 0 AS line FROM attendance_record r
           WHERE r.reversed_at IS NULL AND NOT EXISTS (SELECT FROM checked_attendance c WHERE c.record_id = r.id)
           UNION ALL SELECT record_id, v_member_id, v_program_id, v_completed_on, true, file, line FROM checked_attendance WHERE nth = 1) e
         JOIN moving_program p ON p.id = e.program_id JOIN program_type t ON t.id = p.type_id
         WHERE t.form = 'SERIES' OR EXISTS (SELECT FROM repeat_rule q WHERE q.type_id = t.id)) e
       WHERE period IS NOT NULL`,
    "CREATE INDEX ON moving_earned_once (member_id, program_id)",
    `CREATE TEMPORARY TABLE moving_revoked ON COMMIT DROP AS
       SELECT member_id, program_number, completed_on FROM (
         SELECT v_member_id AS member_id, v_program_number AS program_number, v_completed_on AS completed_on, v_status AS status FROM checked_certificates WHERE nth = 1
         UNION ALL SELECT o.member_id, o.program_number, o.completed_on, o.status FROM outside_certificate o
           WHERE NOT EXISTS (SELECT FROM checked_certificates c WHERE c.record_id = o.id)) o
       GROUP BY 1, 2, 3 HAVING bool_and(status = 'REVOKED') AND program_number <> ''`,
  ],
};
