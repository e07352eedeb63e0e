import { day, plain } from "../../attendance/read-cells.ts";
import { ErrorCode } from "../../core/errors.ts";
import { always, dayOf, isDecisionSql, type MovingKind, maybe, nowSql, todaySql } from "../moving-kind.ts";
import { decided, inStatuses, programNumberColumn, programStatus, wordOf } from "./programs.kind.ts";

/** What happened to programs in another system. */
export const decisionsKind: MovingKind = {
  name: "DECISIONS",
  fileNames: ["decisions", "decision", "program history", "reviews"],
  table: "outside_decision",
  columns: [
    programNumberColumn,
    { key: "to_status", headings: ["Decision", "Status", "Outcome"], read: programStatus, required: true },
    { key: "decided_on", headings: ["Date", "Decided On", "Decision Date"], read: day, required: true, isDay: true },
    { key: "decided_by", headings: ["Decided By", "By", "Reviewer", "Name"], read: plain(200) },
    { key: "reason", headings: ["Reason", "Comment", "Notes"], read: plain(2000) },
  ],
  references: [
    {
      column: "program_number",
      to: "moving_program",
      code: ErrorCode.UNKNOWN_PROGRAM,
      message: "bundle.noSuchProgram",
    },
  ],
  key: "concat_ws(chr(31), s.program_number, s.to_status, s.decided_on)",
  keyColumn: "program_number",
  match:
    "t.program_id = r_program_number.id AND t.to_status = s.to_status AND t.decided_on = nullif(s.decided_on, '')::date",
  same: "true",
  called: "(SELECT concat_ws(' ', p.number, t.decided_on) FROM program p WHERE p.id = t.program_id)",
  fields: [
    { column: "program_id", type: "uuid", value: "r_program_number.id" },
    always("to_status", "text", "NULL"),
    always("decided_on", "date", "NULL"),
    always("decided_by", "text", "''"),
    maybe("reason"),
  ],
  inserted: { created_at: nowSql },
  exported: {
    from: `(SELECT DISTINCT ON (program_id, to_status, decided_on) * FROM (
        SELECT program_id, to_status, decided_on, decided_by, reason, decided_on::timestamptz AS at FROM outside_decision
        UNION ALL SELECT e.subject_id, e.after ->> 'status', ${dayOf("e.at")}, e.actor_name, e.reason, e.at FROM audit_entry e
        WHERE e.subject_type = 'program' AND e.after ->> 'status' IS DISTINCT FROM e.before ->> 'status') d
        WHERE ${wordOf("to_status")} IS NOT NULL ORDER BY program_id, to_status, decided_on, at DESC) t
      JOIN program p ON p.id = t.program_id WHERE p.number IS NOT NULL AND ${inStatuses("t.to_status", decided)}`,
    cells: {
      program_number: "p.number",
      to_status: wordOf("t.to_status"),
      decided_on: "t.decided_on",
      decided_by: "t.decided_by",
      reason: "t.reason",
    },
    key: ["program_number", "decided_on", "to_status"],
    refers: { program_number: ["PROGRAMS", "number"] },
  },
  rules: [
    {
      column: "program_number",
      code: ErrorCode.NUMBER_TAKEN,
      when: "c.nth = 1 AND EXISTS (SELECT FROM moving_program p WHERE p.id = c.r_program_number AND p.own)",
      message: "bundle.programOfHere",
    },
    {
      column: "decided_on",
      code: ErrorCode.ALREADY_RECORDED,
      when: `c.nth = 1 AND c.action IN ('ADDED', 'CHANGED') AND EXISTS (SELECT FROM audit_entry x
        WHERE x.subject_id = c.v_program_id AND ${isDecisionSql("x")} AND ${dayOf("x.at")} <= c.v_decided_on)`,
      message: "bundle.decidedHere",
    },
    {
      column: "decided_on",
      code: ErrorCode.DATE_IN_FUTURE,
      when: `c.s_decided_on > ${todaySql}::text`,
      message: "bundle.dayToCome",
    },
  ],
};
