import { parseCredits } from "../../attendance/parse-roster-row.ts";
import { day, email, isNone, oneOf, plain, type ReadCell } from "../../attendance/read-cells.ts";
import { ErrorCode } from "../../core/errors.ts";
import { fold } from "../../core/fold.ts";
import { type Message, say } from "../../core/messages/message.ts";
import { awardProblems } from "../../policies/award.ts";
import { approvedStatuses, ProgramStatus } from "../../programs/program.status.ts";
import {
  always,
  dayOf,
  goesOnHereSql,
  type MovingColumn,
  type MovingKind,
  notMovedInSql,
  nowSql,
  todaySql,
} from "../moving-kind.ts";
import {
  kindColumnsOfProgram,
  kindRulesOfProgram,
  kindsCell,
  kindsOfProgram,
  layProgramKinds,
} from "./further-kinds.ts";

/** As rosters read it: in capitals. */
export const programNumber: ReadCell = (text) => {
  const read = plain(50)(text);
  return typeof read === "string" ? read.toUpperCase() : read;
};

export const programNumberColumn: MovingColumn = {
  key: "program_number",
  headings: ["Program ID", "Program Number", "Program No", "Program"],
  read: programNumber,
  required: true,
};

/** What may come of an amount that was asked for: also nothing. */
export const amount: ReadCell = (text) => {
  if (/^0+([.,]0+)?$/.test(text)) return "0";
  const parsed = parseCredits(text);
  return parsed.value ?? { code: parsed.code as ErrorCode, advice: (parsed as { advice: Message }).advice };
};

export const minutes: ReadCell = (text) =>
  isNone(text)
    ? ""
    : /^\d{1,6}$/.test(text) && Number(text) > 0
      ? text
      : { code: ErrorCode.INVALID_VALUE, advice: say("bundle.wholeMinutes") };

/** States of programs of which a number is kept, with what old systems call them. What waits for a fee or for documents is settled there first. */
const statuses: Partial<Record<ProgramStatus, readonly string[]>> = {
  // Whoever reviewed it there does not here: a reviewer begins.
  SUBMITTED: ["submitted", "received", "pending", "inreview", "underreview", "review"],
  CHANGES_REQUESTED: ["changesrequested", "returned", "revisionrequested"],
  APPROVED: ["approved", "accepted", "active"],
  AWAITING_ATTENDANCE: ["awaitingattendance", "attendancedue", "rosterdue"],
  COMPLETED: ["completed", "complete", "closed", "done"],
  DENIED: ["denied", "rejected", "declined"],
  WITHDRAWN: ["withdrawn"],
  CANCELLED: ["cancelled", "canceled"],
};

/** SQL of the word by which a file tells a status. What waits here for a fee or documents was held and reported; a review begins anew elsewhere. */
export const wordOf = (status: string): string =>
  `CASE ${status} WHEN 'IN_REVIEW' THEN 'Submitted' WHEN 'AWAITING_DOCUMENTS' THEN 'Completed' WHEN 'AWAITING_FEE' THEN 'Completed'
    ${Object.keys(statuses)
      .map((each) => `WHEN '${each}' THEN '${capitalised(each)}'`)
      .join(" ")} END`;

const capitalised = (status: string): string => status[0] + status.slice(1).toLowerCase().replaceAll("_", " ");

/** What can be said to have been decided. */
export const decided = Object.keys(statuses) as ProgramStatus[];

export const programStatus = oneOf(statuses as Record<string, readonly string[]>, say("bundle.programStatus"));

export const inStatuses = (status: string, list: readonly ProgramStatus[]): string =>
  `${status} IN (${list.map((each) => `'${each}'`).join(", ")})`;

/** SQL of the credit rule of a code that held on a day; before the first one, the first. */
const ruleOn = (code: string, on: string): string =>
  `(SELECT r.id FROM credit_rule r WHERE r.code = ${code}
    ORDER BY r.starts_on <= ${on} DESC, CASE WHEN r.starts_on <= ${on} THEN r.starts_on END DESC, r.starts_on LIMIT 1)`;

/** SQL of when it was handed in: what is not held yet, and says nothing, has been by now. */
const submittedOn = `coalesce(nullif(s.submitted, '')::date, least((SELECT min(o.starts_on)::date FROM stage_offerings o
  WHERE o.program_number = s.number AND o.problems IS NULL), ${todaySql}))`;

/** SQL of whether a program was approved. */
const isApproved = inStatuses("t.status", [...approvedStatuses, ProgramStatus.CANCELLED]);

/** SQL of whether a row is of one that was. */
const wasApproved = inStatuses("s.status", [...approvedStatuses, ProgramStatus.CANCELLED]);

/** What a file may still say of a program that goes on here. */
const free = "ARRAY['description', 'contact_name', 'contact_email']";

/** Activities that were submitted for credit in another system. */
export const programsKind: MovingKind = {
  name: "PROGRAMS",
  fileNames: ["programs", "program", "activities", "courses", "conferences", "conference"],
  table: "program",
  columns: [
    { ...programNumberColumn, key: "number", headings: ["Program ID", "Program Number", "Program No", "Number", "ID"] },
    {
      key: "provider_number",
      headings: ["Provider ID", "Provider Number", "Provider No", "Provider"],
      read: plain(50),
      required: true,
    },
    {
      key: "name",
      headings: ["Title", "Name", "Program Title", "Program Name"],
      read: plain(500),
      required: true,
      folded: true,
    },
    {
      key: "type",
      headings: ["Type", "Program Type"],
      read: plain(200),
      required: true,
      folded: true,
    },
    { key: "status", headings: ["Status", "State"], read: programStatus, required: true },
    { key: "credits", type: "number", headings: ["Credits", "Approved Credits", "CECs", "Hours"], read: amount },
    { key: "requested_credits", type: "number", headings: ["Requested Credits"], read: amount },
    { key: "minutes", type: "number", headings: ["Minutes", "Duration"], read: minutes },
    { key: "submitted", headings: ["Submitted", "Submission Date", "Submitted On"], read: day, isDay: true },
    ...kindColumnsOfProgram,
    { key: "description", headings: ["Description"], read: plain(5000) },
    { key: "contact_name", isContact: true, headings: ["Contact Name", "Contact"], read: plain(200) },
    { key: "contact_email", isContact: true, headings: ["Contact Email", "Email"], read: email },
  ],
  references: [
    {
      column: "provider_number",
      to: "moving_provider",
      code: ErrorCode.UNKNOWN_PROVIDER,
      message: "bundle.noSuchProvider",
    },
    {
      column: "type",
      to: "moving_program_type",
      by: "s.type_folded",
      code: ErrorCode.INVALID_VALUE,
      message: "bundle.noSuchType",
    },
  ],
  key: "s.number",
  keyColumn: "number",
  match: "t.number = s.number",
  same: "t.provider_id = r_provider_number.id AND t.name_key = s.name_folded",
  called: "t.name",
  fields: [
    { column: "provider_id", type: "uuid", value: "coalesce(r_provider_number.id, t.provider_id)" },
    { column: "type_id", type: "uuid", value: "coalesce(r_type.id, t.type_id)" },
    {
      column: "credit_rule_id",
      type: "uuid",
      value: `coalesce(t.credit_rule_id, ${ruleOn("(SELECT a.credit_rule_code FROM accreditor_settings a)", submittedOn)})`,
    },
    always("status", "text", "NULL"),
    always("name", "text", "''"),
    { column: "name_key", type: "text", value: "coalesce(s.name_folded, t.name_key, '')" },
    always("description", "text", "''"),
    {
      column: "minutes",
      type: "integer",
      value: "CASE WHEN s.minutes IS NULL THEN t.minutes ELSE nullif(s.minutes, '')::integer END",
    },
    always("requested_credits", "numeric(6,2)", "coalesce(s.credits::numeric, 0)"),
    {
      column: "credits",
      type: "numeric(6,2)",
      value: `CASE WHEN ${wasApproved} THEN coalesce(s.credits::numeric, t.credits) END`,
    },
    always("contact_name", "text", "''"),
    always("contact_email", "text", "''"),
    {
      column: "submitted_at",
      type: "timestamptz",
      value: `CASE WHEN t.submitted_at IS NOT NULL AND s.submitted IS NULL THEN t.submitted_at
        ELSE ${submittedOn}::timestamp AT TIME ZONE (SELECT a.time_zone FROM accreditor_settings a) END`,
    },
    kindsOfProgram(wasApproved, ruleOn("k.rule_code", submittedOn)),
  ],
  numbered: true,
  inserted: { number: "c.s_number", created_at: nowSql },
  updated: { version: "t.version + 1" },
  parts: ["attendance_tally"],
  exported: {
    from: "program t WHERE t.number IS NOT NULL",
    cells: {
      number: "t.number",
      provider_number: "(SELECT v.number FROM provider v WHERE v.id = t.provider_id)",
      name: "t.name",
      type: "(SELECT y.code FROM program_type y WHERE y.id = t.type_id)",
      status: wordOf("t.status"),
      credits: `CASE WHEN ${isApproved} THEN t.credits END`,
      requested_credits: "t.requested_credits",
      minutes: "t.minutes",
      submitted: dayOf("t.submitted_at"),
      kinds: `CASE WHEN ${isApproved} THEN ${kindsCell("program_credit_kind x", "x.credits", "x.program_id = t.id AND x.credits IS NOT NULL")} END`,
      requested_kinds: kindsCell("program_credit_kind x", "x.requested_credits", "x.program_id = t.id"),
      approval_numbers: kindsCell(
        "program_credit_kind x",
        "regexp_replace(x.approval_number, '\\s*;\\s*', ', ', 'g')",
        "x.program_id = t.id AND x.approval_number <> ''",
      ),
      description: "t.description",
      contact_name: "t.contact_name",
      contact_email: "t.contact_email",
    },
    key: ["number"],
    refers: { provider_number: ["PROVIDERS", "number"] },
  },
  rules: [
    {
      column: "number",
      code: ErrorCode.NUMBER_TAKEN,
      when: "c.nth = 1 AND c.action = 'CHANGED' AND c.picture ->> 'name_key' <> c.v_name_key AND (c.picture ->> 'provider_id')::uuid <> c.v_provider_id",
      message: "bundle.numberReused",
      facts: { name: "c.called" },
    },
    {
      // Of what goes on here, what it is stays; a file may say better whom to ask.
      column: "number",
      code: ErrorCode.NUMBER_TAKEN,
      when: `c.nth = 1 AND c.action = 'CHANGED' AND c.picture - ${free} <> c.wanted - ${free} AND ${goesOnHereSql("c.record_id")}`,
      message: "bundle.programGoesOn",
    },
    {
      column: "credits",
      code: ErrorCode.MISSING_VALUE,
      when: `c.sound AND ${inStatuses("c.v_status", approvedStatuses)} AND c.v_credits IS NULL`,
      message: "bundle.creditsOfApproved",
    },
    {
      column: "credits",
      code: ErrorCode.CREDITS_NOT_POSITIVE,
      when: awardProblems.CREDITS_NOT_POSITIVE("c.v_credits"),
      message: "file.creditsOverZero",
    },
    {
      column: "credits",
      code: ErrorCode.CREDITS_NOT_WHOLE_STEPS,
      when: `EXISTS (SELECT FROM credit_rule k WHERE k.id = c.v_credit_rule_id AND ${awardProblems.CREDITS_NOT_WHOLE_STEPS("c.v_credits", "k")})`,
      message: "bundle.notWholeSteps",
      facts: { step: "(SELECT k.step::text FROM credit_rule k WHERE k.id = c.v_credit_rule_id)" },
    },
    ...kindRulesOfProgram,
    {
      column: "submitted",
      code: ErrorCode.DATE_IN_FUTURE,
      when: `c.s_submitted > ${todaySql}::text`,
      message: "bundle.dayToCome",
    },
    {
      // Every rule of a program asks when it is held.
      column: "number",
      code: ErrorCode.MISSING_VALUE,
      when: `c.nth = 1 AND NOT c.found AND NOT EXISTS (SELECT FROM stage_offerings o WHERE o.program_number = c.s_number)
        AND NOT EXISTS (SELECT FROM moving_file r WHERE r.refused AND r.kind = 'OFFERINGS')`,
      message: "bundle.noOffering",
    },
    {
      column: "status",
      code: ErrorCode.INVALID_VALUE,
      when: `c.nth = 1 AND c.action IN ('ADDED', 'CHANGED') AND ${inStatuses("c.v_status", [ProgramStatus.APPROVED, ProgramStatus.AWAITING_ATTENDANCE])}
        AND c.record_id IN (SELECT program_id FROM moving_program_days) AND c.record_id NOT IN (SELECT program_id FROM moving_program_days WHERE open)`,
      message: "bundle.nothingToReport",
    },
    {
      column: "status",
      code: ErrorCode.INVALID_VALUE,
      when: `c.nth = 1 AND c.action IN ('ADDED', 'CHANGED') AND c.v_status = '${ProgramStatus.AWAITING_ATTENDANCE}'
        AND c.record_id IN (SELECT program_id FROM moving_program_days) AND c.record_id NOT IN (SELECT program_id FROM moving_program_days WHERE ended)`,
      message: "bundle.notEndedYet",
    },
    {
      column: "status",
      code: ErrorCode.INVALID_VALUE,
      when: `c.nth = 1 AND c.action IN ('ADDED', 'CHANGED') AND c.v_status = '${ProgramStatus.COMPLETED}'
        AND c.record_id IN (SELECT program_id FROM moving_program_days WHERE NOT ended)`,
      message: "bundle.completedBeforeEnd",
    },
  ],
  async prepare(tx) {
    const types: { id: string; code: string; name: string }[] = await tx.query(
      "SELECT id, code, name FROM program_type ORDER BY active DESC, position, id",
    );
    const named = new Map(
      [
        ...types.map(({ id, name }) => [fold(name), id] as const),
        ...types.map(({ id, code }) => [fold(code), id] as const),
      ].toReversed(),
    );
    await tx.query("CREATE TEMPORARY TABLE moving_program_type (number text PRIMARY KEY, id uuid) ON COMMIT DROP");
    await tx.query("INSERT INTO moving_program_type SELECT * FROM unnest($1::text[], $2::uuid[])", [
      [...named.keys()],
      [...named.values()],
    ]);
  },
  lookUp: [
    `CREATE TEMPORARY TABLE moving_program ON COMMIT DROP AS
       SELECT p.number, p.id, p.status, p.credits, p.credit_rule_id, p.type_id, ${notMovedInSql("p.id")} AS own FROM program p WHERE p.number IS NOT NULL
       AND NOT EXISTS (SELECT FROM checked_programs c WHERE c.record_id = p.id AND c.action = 'CHANGED')
       UNION ALL SELECT s_number, record_id, v_status, v_credits, v_credit_rule_id, v_type_id, false FROM checked_programs c
       WHERE (NOT found OR action = 'CHANGED') AND s_number IS NOT NULL AND nth = 1`,
    "CREATE UNIQUE INDEX ON moving_program (number)",
    "CREATE INDEX ON moving_program (id)",
    "ANALYZE moving_program",
    ...layProgramKinds,
  ],
  series: [
    `INSERT INTO number_series AS n (name, last)
     SELECT 'program:' || left(p.number, 3), max(substring(p.number FROM 4)::int) FROM program p, accreditor_settings a
     WHERE p.number ~ ('^' || a.program_letter || '\\d{2}\\d{3,8}$') GROUP BY left(p.number, 3)
     ON CONFLICT (name) DO UPDATE SET last = greatest(n.last, excluded.last)`,
  ],
};
