import { earnedHereSql } from "../../attendance/attendance.entity.ts";
import { day, oneOf, plain, type ReadCell } from "../../attendance/read-cells.ts";
import { breakTypes } from "../../conferences/schedule/read-session.ts";
import { inIsoForm } from "../../conferences/schedule/schedule-csv.ts";
import { isDate, readClock } from "../../conferences/schedule/wall-time.ts";
import { maxSessionMinutes } from "../../conferences/session-credits.ts";
import { ErrorCode } from "../../core/errors.ts";
import { say } from "../../core/messages/message.ts";
import { recorded } from "../../core/messages/sentence.ts";
import { FindingSeverity } from "../../core/row-error.object.ts";
import { creditsForMinutesSql, wholeStepsSql } from "../../policies/credit-rule.arithmetic.ts";
import { ActivityForm, OfferingFormat } from "../../programs/program.entity.ts";
import { always, type MovingKind, type MovingRule, maybe, yesOrNo as yesOrNoCell } from "../moving-kind.ts";
import { kindRulesOfSession, kindsCell, kindsColumn, kindsOfSession } from "./further-kinds.ts";
import { amount, minutes, programNumberColumn } from "./programs.kind.ts";

/** What is asked of everything that only a conference has. */
export const isConference: readonly MovingRule[] = [
  {
    column: "program_number",
    code: ErrorCode.INVALID_VALUE,
    when: `EXISTS (SELECT FROM moving_program p JOIN program_type t ON t.id = p.type_id WHERE p.id = c.r_program_number AND t.form <> '${ActivityForm.CONFERENCE}')`,
    message: "bundle.noConference",
  },
  {
    column: "program_number",
    code: ErrorCode.NUMBER_TAKEN,
    when: "c.nth = 1 AND EXISTS (SELECT FROM moving_program p WHERE p.id = c.r_program_number AND p.own) AND c.action <> 'UNCHANGED'",
    message: "bundle.programOfHere",
  },
];

/** A time of day, or one with its day, by the conference's clocks. */
const time: ReadCell = (text) => {
  const [, on, at] = /^(\d{4}-\d\d-\d\d)[T ](.+)$/.exec(inIsoForm(text)) ?? [];
  const clock = readClock(at ?? text);
  return clock === null || (on !== undefined && !isDate(on))
    ? { code: ErrorCode.INVALID_TIME, advice: say("file.noTimeOrMoment") }
    : on === undefined
      ? clock
      : `${on}T${clock}`;
};

const yesOrNo = oneOf(
  { true: ["yes", "y", "true", "1", "x", "virtual", "online"], false: ["no", "n", "false", "0", "inperson"] },
  say("file.yesOrNo"),
);

/** SQL of the instant at which the clocks of a zone show this: the first one, where they do twice. `wallTime` says the same. */
const instant = (local: string, zone: string): string =>
  `(CASE WHEN ((${local}) AT TIME ZONE ${zone} - interval '1 hour') AT TIME ZONE ${zone} = (${local})
    THEN (${local}) AT TIME ZONE ${zone} - interval '1 hour' ELSE (${local}) AT TIME ZONE ${zone} END)`;

/** SQL of what its minutes earn. */
const computed = "r_session_id.computed";

/** Of what an accreditor brought with other credit than its minutes earn, where it did not say why; as SQL has it. */
const broughtSo = recorded("reason.movedIn").replaceAll("'", "''");

const list = (column: string): string => `array_remove(regexp_split_to_array(s.${column}, '\\s*;\\s*'), '')`;

/** SQL of whether the accreditor has decided something: what it brings it has, unless it says what stands already. */
const decided = (column: string, flag: string): string =>
  `coalesce(t.${flag}, false) OR s.${column} IS NOT NULL AND (t.id IS NULL OR s.${column}::boolean <> t.${column})`;

/** Parts of conferences that earn credit of their own. */
export const sessionsKind: MovingKind = {
  name: "SESSIONS",
  fileNames: ["sessions", "session", "schedule", "agenda"],
  table: "session",
  columns: [
    programNumberColumn,
    { key: "session_id", headings: ["Session ID", "ID"], read: plain(300), required: true },
    { key: "title", headings: ["Title", "Session", "Session Name"], read: plain(500), required: true },
    { key: "subtitle", headings: ["Subtitle"], read: plain(500) },
    { key: "held_on", headings: ["Date"], read: day, isDay: true },
    { key: "starts", headings: ["Start", "Start Time"], read: time, required: true },
    { key: "ends", headings: ["End", "End Time"], read: time },
    { key: "minutes", type: "number", headings: ["Minutes", "Duration"], read: minutes },
    { key: "speakers", headings: ["Speakers", "Speaker"], read: plain(2_000) },
    { key: "room", headings: ["Room"], read: plain(500) },
    { key: "track", headings: ["Track"], read: plain(500) },
    { key: "type", headings: ["Session Type", "Type"], read: plain(500) },
    { key: "virtual", type: "boolean", headings: ["Virtual"], read: yesOrNo },
    { key: "released_on", headings: ["Released On"], read: day, isDay: true },
    { key: "recording_of", headings: ["Recording Of"], read: plain(300) },
    { key: "registration_types", headings: ["Registration Types"], read: plain(2_000) },
    { key: "eligible", type: "boolean", headings: ["Eligible"], read: yesOrNo },
    { key: "credits", type: "number", headings: ["Credits", "CECs", "Hours"], read: amount },
    { key: "credits_reason", headings: ["Reason for the Credits"], read: plain(2_000) },
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
      column: "session_id",
      to: "moving_session",
      by: "concat_ws(chr(31), s.program_number, s.session_id)",
      // Of a program that there is not, the program is told of.
      when: "false",
      code: ErrorCode.INVALID_VALUE,
      message: "bundle.noSuchSession",
    },
    {
      column: "recording_of",
      to: "moving_session",
      by: "concat_ws(chr(31), s.program_number, nullif(s.recording_of, ''))",
      when: "c.s_recording_of <> '' AND c.r_program_number IS NOT NULL",
      code: ErrorCode.INVALID_VALUE,
      message: "bundle.noSuchSession",
    },
  ],
  key: "concat_ws(chr(31), s.program_number, s.session_id)",
  keyColumn: "session_id",
  match: "t.id = r_session_id.id",
  newId: "r_session_id.id",
  same: "true",
  called: "t.title",
  fields: [
    { column: "program_id", type: "uuid", value: "r_program_number.id" },
    { column: "external_id", type: "text", value: "s.session_id" },
    always("title", "text", "''"),
    maybe("subtitle"),
    { column: "starts_at", type: "timestamptz", value: "r_session_id.starts_at" },
    { column: "ends_at", type: "timestamptz", value: "r_session_id.ends_at" },
    { column: "minutes", type: "integer", value: "r_session_id.minutes" },
    {
      column: "speakers",
      type: "text[]",
      value: `CASE WHEN s.speakers IS NULL THEN coalesce(t.speakers, '{}') ELSE ${list("speakers")} END`,
    },
    maybe("room"),
    maybe("track"),
    maybe("type"),
    always("virtual", "boolean", "r_session_id.held_online"),
    {
      column: "virtual_set_by_hand",
      type: "boolean",
      value: decided("virtual", "virtual_set_by_hand"),
    },
    always(
      "eligible",
      "boolean",
      `coalesce(lower(s.type), '') <> ALL (ARRAY[${[...breakTypes].map((type) => `'${type}'`).join(", ")}])`,
    ),
    ...["eligible_set_by_hand", "eligible_set_by_staff"].map((column) => ({
      column,
      type: "boolean",
      value: decided("eligible", column),
    })),
    {
      column: "credits",
      type: "numeric(6,2)",
      value: `CASE WHEN s.credits IS NOT NULL THEN nullif(s.credits, '')::numeric WHEN t.credits_reason IS NOT NULL THEN t.credits ELSE ${computed} END`,
    },
    {
      column: "credits_reason",
      type: "text",
      value: `CASE WHEN s.credits IS NULL THEN t.credits_reason
        WHEN s.credits::numeric <> ${computed} THEN coalesce(nullif(s.credits_reason, ''), t.credits_reason, '${broughtSo}') END`,
    },
    maybe("released_on", "date"),
    {
      column: "recording_of_id",
      type: "uuid",
      value: "CASE WHEN s.recording_of IS NULL THEN t.recording_of_id ELSE r_recording_of.id END",
    },
    {
      column: "registration_types",
      type: "text[]",
      value: `CASE WHEN s.registration_types IS NULL THEN t.registration_types WHEN s.registration_types <> '' THEN ${list("registration_types")} END`,
    },
    kindsOfSession,
  ],
  inserted: {},
  removed: { fields: ["program_id", "external_id"], severity: FindingSeverity.ERROR },
  updated: { version: "t.version + 1" },
  exported: {
    from: `session t JOIN program p ON p.id = t.program_id JOIN credit_rule k ON k.id = p.credit_rule_id
      JOIN LATERAL (SELECT o.time_zone FROM offering o WHERE o.program_id = p.id ORDER BY o.starts_on, o.id LIMIT 1) z ON true WHERE p.number IS NOT NULL`,
    cells: {
      program_number: "p.number",
      session_id: "coalesce(t.external_id, t.id::text)",
      title: "t.title",
      subtitle: "t.subtitle",
      starts: "to_char(t.starts_at AT TIME ZONE z.time_zone, 'YYYY-MM-DD HH24:MI')",
      ends: "to_char(t.ends_at AT TIME ZONE z.time_zone, 'YYYY-MM-DD HH24:MI')",
      speakers: "array_to_string(t.speakers, '; ')",
      room: "t.room",
      track: "t.track",
      type: "t.type",
      virtual: yesOrNoCell("t.virtual"),
      released_on: "t.released_on",
      recording_of: "(SELECT coalesce(o.external_id, o.id::text) FROM session o WHERE o.id = t.recording_of_id)",
      registration_types: "array_to_string(t.registration_types, '; ')",
      eligible: yesOrNoCell("t.eligible"),
      credits: "t.credits",
      credits_reason: `CASE WHEN t.credits <> ${creditsForMinutesSql("k", "t.minutes")} THEN coalesce(t.credits_reason, '${broughtSo}') END`,
      kinds: kindsCell("session_credit x", "x.credits", "x.session_id = t.id"),
    },
    key: ["program_number", "session_id"],
    refers: { program_number: ["PROGRAMS", "number"] },
  },
  rules: [
    ...isConference,
    {
      column: "session_id",
      code: ErrorCode.ALREADY_RECORDED,
      when: `c.nth = 1 AND c.action = 'CHANGED' AND (EXISTS (SELECT FROM session_claim x WHERE x.session_id = c.record_id)
        OR EXISTS (SELECT FROM attendance_record x WHERE x.session_id = c.record_id AND ${earnedHereSql("x")}))`,
      message: "bundle.claimedHere",
    },
    {
      column: "starts",
      code: ErrorCode.MISSING_VALUE,
      when: "c.sound AND c.s_starts NOT LIKE '%T%' AND coalesce(c.s_held_on, '') = ''",
      message: "file.noDate",
    },
    {
      column: "title",
      code: ErrorCode.MISSING_VALUE,
      when: "c.sound AND c.v_starts_at IS NOT NULL AND c.v_ends_at IS NULL",
      message: "file.noEnd",
    },
    {
      column: "ends",
      code: ErrorCode.ENDS_BEFORE_START,
      when: "c.s_ends IS NOT NULL AND c.v_minutes < 1",
      message: "file.endsBeforeStart",
    },
    {
      column: "minutes",
      code: ErrorCode.INVALID_DURATION,
      when: `c.v_minutes > ${maxSessionMinutes}`,
      message: "file.overAWeek",
    },
    {
      column: "minutes",
      code: ErrorCode.INVALID_DURATION,
      when: "c.s_minutes <> '' AND c.s_minutes <> c.v_minutes::text",
      message: "file.durationDiffers",
      facts: { minutes: "c.v_minutes" },
    },
    {
      column: "starts",
      code: ErrorCode.DATE_OUTSIDE_OFFERING,
      when: `EXISTS (SELECT FROM moving_first f WHERE f.program_id = c.r_program_number AND c.v_minutes >= 1
        AND NOT ((c.v_starts_at AT TIME ZONE f.time_zone)::date BETWEEN f.first_day AND f.last_day AND (c.v_ends_at AT TIME ZONE f.time_zone)::date <= f.last_day + 1))`,
      message: "bundle.outsideConference",
    },
    {
      column: "released_on",
      code: ErrorCode.INVALID_VALUE,
      when: "c.v_released_on IS NOT NULL AND NOT c.v_virtual",
      message: "bundle.releasedVirtual",
    },
    {
      column: "recording_of",
      code: ErrorCode.INVALID_VALUE,
      when: "c.r_recording_of = c.r_session_id OR EXISTS (SELECT FROM checked_sessions o WHERE o.record_id = c.r_recording_of AND o.v_recording_of_id IS NOT NULL)",
      message: "bundle.recordingOfOriginal",
    },
    {
      column: "credits",
      code: ErrorCode.MISSING_VALUE,
      when: "c.s_credits = ''",
      message: "file.emptyCell",
    },
    {
      column: "credits",
      code: ErrorCode.CREDITS_NOT_WHOLE_STEPS,
      when: `c.s_credits <> '' AND EXISTS (SELECT FROM moving_program p JOIN credit_rule k ON k.id = p.credit_rule_id
        WHERE p.id = c.r_program_number AND NOT ${wholeStepsSql("k", "c.v_credits")})`,
      message: "bundle.notWholeSteps",
      facts: {
        step: "(SELECT k.step::text FROM moving_program p JOIN credit_rule k ON k.id = p.credit_rule_id WHERE p.id = c.r_program_number)",
      },
    },
    ...kindRulesOfSession,
  ],
  async prepare(tx) {
    // Sessions name each other, and attendance names them: each has its ID before it is compared.
    await tx.query(
      `CREATE TEMPORARY TABLE moving_session ON COMMIT DROP AS
       SELECT DISTINCT ON (s.program_number, s.session_id) concat_ws(chr(31), s.program_number, s.session_id) AS number,
         coalesce(t.id, uuid_v7()) AS id, f.time_zone, f.format = '${OfferingFormat.VIRTUAL}' AS held_online, h.starts_at, e.ends_at, m.minutes,
         ${creditsForMinutesSql("k", "greatest(m.minutes, 0)")} AS computed
       FROM stage_sessions s JOIN moving_program p ON p.number = s.program_number JOIN credit_rule k ON k.id = p.credit_rule_id
       LEFT JOIN moving_first f ON f.program_id = p.id
       LEFT JOIN session t ON t.program_id = p.id AND t.external_id = s.session_id
       CROSS JOIN LATERAL (SELECT CASE WHEN s.starts LIKE '%T%' THEN s.starts::timestamp
         WHEN s.held_on <> '' THEN (s.held_on || 'T' || s.starts)::timestamp END AS starts) l
       CROSS JOIN LATERAL (SELECT ${instant("l.starts", "f.time_zone")} AS starts_at) h
       CROSS JOIN LATERAL (SELECT CASE WHEN s.ends LIKE '%T%' THEN s.ends::timestamp ELSE l.starts::date + s.ends::time END AS ends) n
       CROSS JOIN LATERAL (SELECT coalesce(
         -- Where the clocks show it twice, the first that is later than the start.
         CASE WHEN ${instant("n.ends", "f.time_zone")} > h.starts_at THEN ${instant("n.ends", "f.time_zone")} ELSE n.ends AT TIME ZONE f.time_zone END,
         h.starts_at + nullif(s.minutes, '')::integer * interval '1 minute', h.starts_at + (t.ends_at - t.starts_at)) AS ends_at) e
       CROSS JOIN LATERAL (SELECT floor(extract(epoch FROM e.ends_at - h.starts_at) / 60)::integer AS minutes) m
       WHERE s.session_id IS NOT NULL ORDER BY s.program_number, s.session_id, s.file, s.line`,
    );
    await tx.query(
      `INSERT INTO moving_session (number, id)
       SELECT concat_ws(chr(31), p.number, t.external_id), t.id FROM session t JOIN moving_program p ON p.id = t.program_id
       WHERE t.external_id IS NOT NULL AND NOT EXISTS (SELECT FROM moving_session m WHERE m.id = t.id)`,
    );
    await tx.query("CREATE UNIQUE INDEX ON moving_session (number)");
  },
  lookUp: [
    "ANALYZE moving_session",
    // When each was held, by the rows or on record: what attendance says of it is asked of that.
    `CREATE TEMPORARY TABLE moving_session_held ON COMMIT DROP AS
       SELECT h.*, f.time_zone, (h.starts_at AT TIME ZONE f.time_zone)::date AS day FROM (
         SELECT t.id, t.program_id, t.title, t.starts_at, t.ends_at, t.virtual, t.released_on, t.recording_of_id FROM session t
         WHERE NOT EXISTS (SELECT FROM checked_sessions c WHERE c.record_id = t.id AND c.action = 'CHANGED')
         UNION ALL SELECT record_id, v_program_id, v_title, v_starts_at, v_ends_at, v_virtual, v_released_on, v_recording_of_id
         FROM checked_sessions WHERE action IN ('ADDED', 'CHANGED') AND nth = 1) h
       JOIN moving_first f ON f.program_id = h.program_id`,
    "CREATE UNIQUE INDEX ON moving_session_held (id)",
    "ANALYZE moving_session_held",
  ],
};
