import { day, email, oneOf, plain } from "../../attendance/read-cells.ts";
import { registrationNameMaxLength, registrationTypeMaxLength } from "../../conferences/read-registrations.ts";
import { ErrorCode } from "../../core/errors.ts";
import { say } from "../../core/messages/message.ts";
import { FindingSeverity } from "../../core/row-error.object.ts";
import { always, type MovingKind, maybe, nowSql, yesOrNo as yesOrNoCell } from "../moving-kind.ts";
import { programNumberColumn } from "./programs.kind.ts";
import { isConference } from "./sessions.kind.ts";

/** Who was, or is, booked for which conference. Nobody is told of it: whoever has the address claims under it. */
export const registrationsKind: MovingKind = {
  name: "REGISTRATIONS",
  fileNames: ["registrations", "registration", "registrants"],
  table: "registration",
  columns: [
    programNumberColumn,
    { key: "email", isContact: true, headings: ["Email", "E-mail Address", "E-mail"], read: email, required: true },
    {
      key: "registration_type",
      headings: ["Registration Type", "Type", "Ticket"],
      read: plain(registrationTypeMaxLength),
      required: true,
    },
    { key: "name", headings: ["Name", "Full Name"], read: plain(registrationNameMaxLength) },
    { key: "access_from", headings: ["Access From"], read: day, isDay: true },
    { key: "access_until", headings: ["Access Until"], read: day, isDay: true },
    {
      key: "virtual_only",
      type: "boolean",
      headings: ["Virtual"],
      read: oneOf(
        { true: ["yes", "y", "true", "1", "x", "virtual", "online"], false: ["no", "n", "false", "0", "inperson"] },
        say("file.yesOrNo"),
      ),
    },
  ],
  references: [
    {
      column: "program_number",
      to: "moving_program",
      code: ErrorCode.UNKNOWN_PROGRAM,
      message: "bundle.noSuchProgram",
    },
  ],
  key: "concat_ws(chr(31), s.program_number, s.email)",
  keyColumn: "email",
  match: "t.program_id = r_program_number.id AND t.email = s.email",
  same: "true",
  called: "t.email",
  fields: [
    { column: "program_id", type: "uuid", value: "r_program_number.id" },
    { column: "email", type: "text", value: "s.email" },
    always("registration_type", "text", "NULL"),
    maybe("name"),
    maybe("access_from", "date"),
    maybe("access_until", "date"),
    always("virtual_only", "boolean", "false"),
  ],
  inserted: { created_at: nowSql },
  removed: { fields: ["program_id", "email"], severity: FindingSeverity.WARNING },
  updated: { version: "t.version + 1" },
  exported: {
    from: "registration t JOIN program p ON p.id = t.program_id WHERE p.number IS NOT NULL AND t.email NOT LIKE 'erased-%@erased.invalid'",
    cells: {
      program_number: "p.number",
      email: "t.email",
      registration_type: "t.registration_type",
      name: "t.name",
      access_from: "t.access_from",
      access_until: "t.access_until",
      virtual_only: yesOrNoCell("t.virtual_only"),
    },
    key: ["program_number", "email"],
    refers: { program_number: ["PROGRAMS", "number"] },
  },
  rules: [
    ...isConference,
    {
      column: "email",
      code: ErrorCode.REGISTRATION_CLAIMED,
      when: "c.nth = 1 AND c.action = 'CHANGED' AND EXISTS (SELECT FROM session_claim x WHERE x.registration_id = c.record_id)",
      message: "bundle.registrationClaimed",
    },
    {
      column: "access_until",
      code: ErrorCode.ENDS_BEFORE_START,
      when: "c.v_access_until < c.v_access_from",
      message: "file.accessBackwards",
      facts: { from: "c.v_access_from::text", until: "c.v_access_until::text" },
    },
  ],
};
