import { earnedHereSql } from "../../attendance/attendance.entity.ts";
import { day, plain } from "../../attendance/read-cells.ts";
import { ErrorCode } from "../../core/errors.ts";
import { FindingSeverity } from "../../core/row-error.object.ts";
import { awardProblems } from "../../policies/award.ts";
import { approvedStatuses } from "../../programs/program.status.ts";
import { repeatPeriodSql } from "../../programs/repeat-rule.entity.ts";
import {
  always,
  type MovingKind,
  type MovingRule,
  memberNumberOf,
  nowSql,
  numberedOfferings,
  todaySql,
} from "../moving-kind.ts";
import { credits } from "./certificates.kind.ts";
import { kindRulesOfAttendance, kindsCell, kindsColumn, kindsOfAttendance } from "./further-kinds.ts";
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
    { key: "session", headings: ["Session ID", "Session"], read: plain(300) },
    memberNumberColumn,
    {
      key: "completed_on",
      headings: ["Completion Date", "Completed", "Completed On", "Date"],
      read: day,
      required: true,
      isDay: true,
    },
    { key: "credits", type: "number", headings: ["Credits", "CECs", "Hours", "Units"], read: credits, required: true },
    kindsColumn,
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
      // What is of a session is of its conference's first offering.
      by: "concat_ws(chr(31), s.program_number, CASE WHEN s.session <> '' THEN 'f' ELSE coalesce('n' || nullif(s.offering, ''), 'd' || s.completed_on) END)",
      when: "c.r_program_number IS NOT NULL AND c.s_session IS NULL",
      code: ErrorCode.UNKNOWN_OFFERING,
      message: "bundle.noSuchOffering",
    },
    {
      column: "session",
      to: "moving_session",
      by: "concat_ws(chr(31), s.program_number, nullif(s.session, ''))",
      when: "c.s_session <> '' AND c.r_program_number IS NOT NULL",
      code: ErrorCode.INVALID_VALUE,
      message: "bundle.noSuchSession",
    },
    { column: "member_number", to: "moving_member", code: ErrorCode.UNKNOWN_MEMBER, message: "bundle.noSuchMember" },
  ],
  key: "concat_ws(chr(31), coalesce(r_member_number.id::text, s.member_number), coalesce(r_offering.id::text, concat_ws(chr(31), s.program_number, s.offering, s.completed_on)), s.session)",
  keyColumn: "member_number",
  match:
    "t.member_id = r_member_number.id AND t.offering_id = r_offering.id AND t.session_id IS NOT DISTINCT FROM r_session.id AND (t.reversed_at IS NULL OR t.id IN (SELECT id FROM moving_reversed))",
  // Credit that was earned here is not an import's; what staff entered in the place of what one brought is corrected.
  same: `NOT ${earnedHereSql("t")} OR EXISTS (SELECT FROM attendance_record x WHERE x.id = t.replaces_id AND NOT ${earnedHereSql("x")})`,
  refused: { column: "credits", code: ErrorCode.ALREADY_RECORDED, message: "bundle.creditOfHere" },
  gone: "t.reversed_at IS NOT NULL",
  called: "(SELECT concat_ws(' ', m.first_name, m.last_name) FROM member m WHERE m.id = t.member_id)",
  fields: [
    { column: "member_id", type: "uuid", value: "r_member_number.id" },
    { column: "program_id", type: "uuid", value: "r_program_number.id" },
    { column: "offering_id", type: "uuid", value: "r_offering.id" },
    { column: "session_id", type: "uuid", value: "r_session.id" },
    always("completed_on", "date", "NULL"),
    always("credits", "numeric(6,2)", "NULL"),
    kindsOfAttendance,
  ],
  inserted: { source: "'IMPORT'", recorded_at: nowSql },
  exported: {
    from: `attendance_record t JOIN program p ON p.id = t.program_id JOIN ${numberedOfferings} o ON o.id = t.offering_id
      LEFT JOIN session s ON s.id = t.session_id WHERE p.number IS NOT NULL AND t.reversed_at IS NULL`,
    cells: {
      program_number: "p.number",
      offering: "CASE WHEN t.session_id IS NULL THEN o.known_as END",
      session: "coalesce(s.external_id, s.id::text)",
      member_number: memberNumberOf("t.member_id"),
      completed_on: "t.completed_on",
      credits: "t.credits",
      kinds: kindsCell("attendance_credit x", "x.credits", "x.record_id = t.id"),
    },
    key: ["program_number", "member_number", "completed_on", "offering", "session"],
    refers: { program_number: ["PROGRAMS", "number"], member_number: ["MEMBERS", "member_number"] },
  },
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
      column: "member_number",
      code: ErrorCode.CORRECTED_SINCE,
      severity: FindingSeverity.WARNING,
      when: "c.nth = 1 AND c.gone AND c.same",
      message: "bundle.reversedHere",
    },
    {
      column: "member_number",
      code: ErrorCode.ALREADY_RECORDED,
      when: "c.nth = 1 AND c.gone AND NOT c.same",
      message: "bundle.reversedCredit",
    },
    {
      // What was reported here is told by whoever reported it, and a conference's certificate lists what it is of.
      column: "member_number",
      code: ErrorCode.ALREADY_RECORDED,
      when: "(c.file, c.line) IN (SELECT file, line FROM moving_reported)",
      message: "bundle.reportedHere",
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
      when: `c.r_program_number IS NOT NULL AND c.s_session IS NULL AND c.v_completed_on <= ${todaySql} AND (c.r_offering IS NULL AND c.s_offering IS NULL AND NOT ${onSeveral}
        OR EXISTS (SELECT FROM moving_held h WHERE h.id = c.r_offering AND c.v_completed_on NOT BETWEEN h.starts_on AND h.ends_on))`,
      message: "bundle.outsideOffering",
    },
    {
      column: "offering",
      code: ErrorCode.UNKNOWN_OFFERING,
      when: `c.s_offering IS NULL AND c.s_session IS NULL AND ${onSeveral}`,
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
        AND c.s_session IS NULL AND c.nth = 1 AND c.action = 'ADDED' AND EXISTS (SELECT FROM moving_program p WHERE p.id = c.r_program_number AND NOT p.own AND ${inStatuses("p.status", approvedStatuses)})`,
      message: "bundle.notReported",
    },
    {
      column: "completed_on",
      code: ErrorCode.DATE_OUTSIDE_OFFERING,
      when: `EXISTS (SELECT FROM moving_session_held h WHERE h.id = c.r_session
        AND CASE WHEN h.virtual THEN c.v_completed_on < coalesce(h.released_on, h.day) ELSE c.v_completed_on <> h.day END)`,
      message: "bundle.otherDayOfSession",
      facts: { day: "(SELECT h.day::text FROM moving_session_held h WHERE h.id = c.r_session)" },
    },
    {
      column: "credits",
      code: ErrorCode.CREDITS_ABOVE_MAXIMUM,
      when: `c.nth = 1 AND (c.file, c.line) IN (SELECT last_file, last_line FROM moving_claimed m WHERE m.credits > m.maximum)
        AND NOT ${ofProgram(awardProblems.CREDITS_ABOVE_MAXIMUM("c.v_credits", "a"))}`,
      message: "bundle.aboveMaximum",
      facts: { maximum: "(SELECT p.credits::text FROM moving_program p WHERE p.id = c.r_program_number)" },
    },
    {
      column: "session",
      code: ErrorCode.ALREADY_EARNED,
      when: "c.nth = 1 AND (c.r_member_number, c.r_program_number) IN (SELECT member_id, program_id FROM moving_claimed WHERE as_whole) AND c.r_session IS NOT NULL",
      message: "bundle.wholeAndSession",
    },
    {
      column: "session",
      code: ErrorCode.OVERLAPPING_SESSION,
      when: "c.nth = 1 AND (c.file, c.line) IN (SELECT file, line FROM moving_clash)",
      message: "bundle.overlaps",
      facts: { title: "(SELECT min(x.other) FROM moving_clash x WHERE x.file = c.file AND x.line = c.line)" },
    },
    award("CREDITS_ABOVE_MAXIMUM", "bundle.aboveMaximum", {
      maximum: "(SELECT p.credits::text FROM moving_program p WHERE p.id = c.r_program_number)",
    }),
    award("CREDITS_NOT_WHOLE_STEPS", "bundle.notWholeSteps", {
      step: "(SELECT k.step::text FROM moving_program p JOIN credit_rule k ON k.id = p.credit_rule_id WHERE p.id = c.r_program_number)",
    }),
    ...kindRulesOfAttendance,
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
      when: `c.nth = 1 AND ((c.r_member_number, c.s_program_number, c.v_completed_on) IN (SELECT member_id, program_number, completed_on FROM moving_revoked)
        OR c.r_session IS NOT NULL AND (c.r_member_number, c.s_program_number) IN (SELECT member_id, program_number FROM moving_revoked))`,
      message: "bundle.revokedElsewhere",
    },
  ],
  async prepare(tx) {
    // The last of each that does not count any more and that none stands in for: it was taken away here.
    await tx.query(
      `CREATE TEMPORARY TABLE moving_reversed ON COMMIT DROP AS
       SELECT DISTINCT ON (member_id, offering_id, session_id) id FROM attendance_record r WHERE reversed_at IS NOT NULL AND yields_to_id IS NULL
         AND NOT EXISTS (SELECT FROM attendance_record x WHERE x.member_id = r.member_id AND x.offering_id = r.offering_id
           AND x.session_id IS NOT DISTINCT FROM r.session_id AND x.reversed_at IS NULL)
       ORDER BY member_id, offering_id, session_id, reversed_at DESC, id DESC`,
    );
    await tx.query("ANALYZE moving_reversed");
  },
  lookUp: [
    // What is of an offering that was reported here, and of a conference of which the member has credit or a certificate of here.
    `CREATE TEMPORARY TABLE moving_reported ON COMMIT DROP AS
       SELECT c.file, c.line FROM checked_attendance c JOIN (SELECT DISTINCT x.offering_id FROM attendance_record x
         WHERE x.session_id IS NULL AND ${earnedHereSql("x")}) h ON h.offering_id = c.v_offering_id
       WHERE c.nth = 1 AND c.action IN ('ADDED', 'CHANGED') AND c.r_session IS NULL
       UNION SELECT c.file, c.line FROM checked_attendance c JOIN certificate x ON x.program_id = c.v_program_id AND x.member_id = c.v_member_id
         AND (x.completed_on = c.v_completed_on OR x.attendance_record_id IS NULL) WHERE c.nth = 1 AND c.action IN ('ADDED', 'CHANGED')
       UNION SELECT c.file, c.line FROM checked_attendance c JOIN attendance_record x ON x.program_id = c.v_program_id AND x.member_id = c.v_member_id
         AND x.session_id IS NOT NULL AND x.reversed_at IS NULL AND ${earnedHereSql("x")} WHERE c.nth = 1 AND c.action IN ('ADDED', 'CHANGED')`,
    "ANALYZE moving_reported",
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
    "ANALYZE moving_earned_once",
    // Of conferences: what each member has of sessions together, whether they have the whole as well, and what they cannot both have attended.
    `CREATE TEMPORARY TABLE moving_attended ON COMMIT DROP AS
       SELECT e.*, h.title, h.starts_at, h.ends_at, coalesce(h.recording_of_id, h.id) AS original,
         h.virtual AND (h.released_on IS NOT NULL OR e.day > h.day) AS watched_later
       FROM (
         SELECT r.member_id, r.program_id, r.session_id, r.completed_on AS day, r.credits, false AS comes, 0 AS file, 0 AS line FROM attendance_record r
         WHERE r.reversed_at IS NULL AND NOT EXISTS (SELECT FROM checked_attendance c WHERE c.record_id = r.id)
           AND r.program_id IN (SELECT program_id FROM moving_session_held)
         UNION ALL SELECT v_member_id, v_program_id, v_session_id, v_completed_on, v_credits, true, file, line FROM checked_attendance
         WHERE nth = 1 AND (s_session IS NULL OR r_session IS NOT NULL) AND v_program_id IN (SELECT program_id FROM moving_session_held)) e
       LEFT JOIN moving_session_held h ON h.id = e.session_id`,
    "CREATE INDEX ON moving_attended (member_id)",
    "ANALYZE moving_attended",
    `CREATE TEMPORARY TABLE moving_claimed ON COMMIT DROP AS
       SELECT a.*, p.credits AS maximum FROM (
         SELECT member_id, program_id, sum(credits) FILTER (WHERE session_id IS NOT NULL) AS credits, bool_or(session_id IS NULL) AS as_whole,
           (max(ARRAY[file, line]) FILTER (WHERE session_id IS NOT NULL))[1] AS last_file, (max(ARRAY[file, line]) FILTER (WHERE session_id IS NOT NULL))[2] AS last_line
         FROM moving_attended GROUP BY 1, 2 HAVING bool_or(comes) AND bool_or(session_id IS NOT NULL)) a
       JOIN moving_program p ON p.id = a.program_id`,
    `CREATE TEMPORARY TABLE moving_clash ON COMMIT DROP AS
       SELECT a.file, a.line, b.title AS other FROM moving_attended a JOIN moving_attended b ON b.member_id = a.member_id
         AND (b.file, b.line) < (a.file, a.line) AND b.session_id <> a.session_id
         AND (a.original = b.original OR NOT a.watched_later AND NOT b.watched_later AND a.starts_at < b.ends_at AND b.starts_at < a.ends_at)
       WHERE a.comes`,
    "ANALYZE moving_claimed",
    "CREATE INDEX ON moving_clash (file, line)",
    "ANALYZE moving_clash",
    `CREATE TEMPORARY TABLE moving_revoked ON COMMIT DROP AS
       SELECT member_id, program_number, completed_on FROM (
         SELECT v_member_id AS member_id, v_program_number AS program_number, v_completed_on AS completed_on, v_status AS status FROM checked_certificates WHERE nth = 1
         UNION ALL SELECT o.member_id, o.program_number, o.completed_on, o.status FROM outside_certificate o
           WHERE NOT EXISTS (SELECT FROM checked_certificates c WHERE c.record_id = o.id)) o
       GROUP BY 1, 2, 3 HAVING bool_and(status = 'REVOKED') AND program_number <> ''`,
    "ANALYZE moving_revoked",
  ],
};
