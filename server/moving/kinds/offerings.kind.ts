import { IANAZone } from "luxon";
import { earnedHereSql } from "../../attendance/attendance.entity.ts";
import { day, oneOf, plain, type ReadCell } from "../../attendance/read-cells.ts";
import { ErrorCode } from "../../core/errors.ts";
import { say } from "../../core/messages/message.ts";
import { FindingSeverity } from "../../core/row-error.object.ts";
import { policySql } from "../../policies/policy.queries.ts";
import { isOpenSql, reportingDueOnSql } from "../../programs/offering.rules.ts";
import { ActivityForm } from "../../programs/program.entity.ts";
import { ProgramStatus } from "../../programs/program.status.ts";
import { reminderDays } from "../../programs/reporting-reminders.ts";
import { always, type MovingKind, maybe, nowSql, numberedOfferings, todaySql } from "../moving-kind.ts";
import { programNumberColumn, wordOf } from "./programs.kind.ts";

const zone: ReadCell = (text) =>
  IANAZone.isValidZone(text) ? text : { code: ErrorCode.INVALID_VALUE, advice: say("bundle.noTimeZone") };

/** SQL over s and t of the last day, of the zone, and of whether that day is over there. */
const endsOn =
  "coalesce(nullif(s.ends_on, '')::date, CASE WHEN s.starts_on IS NULL THEN t.ends_on ELSE s.starts_on::date END)";
const timeZone = "coalesce(s.time_zone, t.time_zone, (SELECT a.time_zone FROM accreditor_settings a))";
const todayThere = `(${nowSql} AT TIME ZONE ${timeZone})::date`;

/** SQL of until when it may be reported. */
const dueOn = `coalesce(nullif(s.reporting_until, '')::date, t.reporting_extended_to, ${endsOn} + ${policySql("REPORTING_DAYS", endsOn)})`;

/** SQL of when it was reported; what is completed was, on its last day where nothing else is said. */
const reportedAt = `CASE WHEN s.reported IS NOT NULL THEN nullif(s.reported, '')::timestamp AT TIME ZONE ${timeZone}
  WHEN t.id IS NOT NULL THEN t.reported_at
  WHEN r_program_number.status = '${ProgramStatus.COMPLETED}' THEN ${endsOn}::timestamp AT TIME ZONE ${timeZone} END`;

/** When and where programs were held, or will be. */
export const offeringsKind: MovingKind = {
  name: "OFFERINGS",
  fileNames: ["offerings", "offering", "dates", "events", "program dates"],
  table: "offering",
  columns: [
    programNumberColumn,
    { key: "number", headings: ["Offering", "Offering ID", "Offering Number", "Event ID"], read: plain(100) },
    {
      key: "starts_on",
      headings: ["First Day", "Start Date", "Starts On", "Start", "Date", "Program Date"],
      read: day,
      required: true,
      isDay: true,
    },
    { key: "ends_on", headings: ["Last Day", "End Date", "Ends On", "End"], read: day, isDay: true },
    {
      key: "format",
      headings: ["Format"],
      read: oneOf(
        {
          IN_PERSON: ["inperson", "live", "onsite", "classroom"],
          VIRTUAL: ["virtual", "online", "webinar", "ondemand"],
          HYBRID: ["hybrid", "both"],
        },
        say("bundle.format"),
      ),
    },
    { key: "place", headings: ["Place", "Location", "Venue", "City"], read: plain(300) },
    { key: "url", headings: ["Link", "URL", "Website"], read: plain(500) },
    { key: "time_zone", headings: ["Time Zone"], read: zone },
    { key: "reported", headings: ["Reported", "Reported On", "Attendance Reported"], read: day, isDay: true },
    { key: "reporting_until", headings: ["Reporting Until", "Extended To"], read: day, isDay: true },
  ],
  references: [
    {
      column: "program_number",
      to: "moving_program",
      code: ErrorCode.UNKNOWN_PROGRAM,
      message: "bundle.noSuchProgram",
    },
  ],
  key: "concat_ws(chr(31), s.program_number, coalesce('n' || s.number, 'd' || s.starts_on))",
  keyColumn: "starts_on",
  // By its number, or that under which an export tells it. Without one it is that of its first day; where there are two of these here, neither is meant.
  match: `t.id = (SELECT CASE WHEN count(*) = 1 THEN min(x.id::text)::uuid END FROM ${numberedOfferings} x WHERE x.program_id = r_program_number.id
    AND (x.known_as = s.number OR s.number IS NULL AND x.outside_number IS NULL AND x.starts_on = s.starts_on::date))`,
  same: "true",
  called: "(SELECT concat_ws(' ', p.number, t.starts_on) FROM program p WHERE p.id = t.program_id)",
  fields: [
    { column: "program_id", type: "uuid", value: "r_program_number.id" },
    { column: "outside_number", type: "text", value: "CASE WHEN t.id IS NULL THEN s.number ELSE t.outside_number END" },
    { column: "starts_on", type: "date", value: "coalesce(nullif(s.starts_on, '')::date, t.starts_on)" },
    { column: "ends_on", type: "date", value: endsOn },
    { column: "time_zone", type: "text", value: timeZone },
    always(
      "format",
      "text",
      "CASE WHEN nullif(s.url, '') IS NULL THEN 'IN_PERSON' WHEN nullif(s.place, '') IS NULL THEN 'VIRTUAL' ELSE 'HYBRID' END",
    ),
    always("place", "text", "''"),
    always("url", "text", "''"),
    maybe("reporting_extended_to", "date", "s.reporting_until"),
    { column: "reported_at", type: "timestamptz", value: reportedAt },
    {
      // What nobody reported, and nobody may report any more, is closed: nobody is told of it.
      column: "closed_at",
      type: "timestamptz",
      value: `CASE WHEN (${reportedAt}) IS NULL AND (r_program_number.status = '${ProgramStatus.COMPLETED}'
        OR ${todayThere} > ${dueOn} + ${policySql("CLOSING_DAYS", endsOn)}) THEN coalesce(t.closed_at, ${nowSql}) END`,
    },
  ],
  inserted: {},
  removed: { fields: ["program_id", "outside_number", "starts_on"], severity: FindingSeverity.ERROR },
  parts: ["reporting_reminder"],
  exported: {
    from: `${numberedOfferings} t JOIN program p ON p.id = t.program_id WHERE p.number IS NOT NULL`,
    cells: {
      program_number: "p.number",
      number: "t.known_as",
      starts_on: "t.starts_on",
      ends_on: "t.ends_on",
      format: "CASE t.format WHEN 'IN_PERSON' THEN 'In person' ELSE initcap(t.format) END",
      place: "t.place",
      url: "t.url",
      time_zone: "t.time_zone",
      reported: `CASE WHEN t.reported_at IS NOT NULL THEN (t.reported_at AT TIME ZONE t.time_zone)::date::text
        WHEN ${wordOf("p.status")} = ${wordOf(`'${ProgramStatus.COMPLETED}'`)} THEN '-' END`,
      reporting_until: "t.reporting_extended_to",
    },
    key: ["program_number", "starts_on", "number"],
    refers: { program_number: ["PROGRAMS", "number"] },
  },
  rules: [
    {
      column: "program_number",
      code: ErrorCode.NUMBER_TAKEN,
      when: "c.nth = 1 AND EXISTS (SELECT FROM moving_program p WHERE p.id = c.r_program_number AND p.own) AND c.action <> 'UNCHANGED'",
      message: "bundle.programOfHere",
    },
    {
      column: "starts_on",
      code: ErrorCode.ALREADY_RECORDED,
      when: `c.nth = 1 AND c.action = 'CHANGED' AND (EXISTS (SELECT FROM attendance_record x WHERE x.program_id = c.v_program_id AND x.offering_id = c.record_id AND ${earnedHereSql("x")})
        OR EXISTS (SELECT FROM session_claim x JOIN session y ON y.id = x.session_id WHERE y.program_id = c.v_program_id))`,
      message: "bundle.reportedHere",
    },
    {
      column: "ends_on",
      code: ErrorCode.ENDS_BEFORE_START,
      when: "c.v_ends_on < c.v_starts_on",
      message: "bundle.lastBeforeFirst",
    },
    {
      column: "reported",
      code: ErrorCode.DATE_IN_FUTURE,
      when: `c.s_reported > ${todaySql}::text`,
      message: "bundle.dayToCome",
    },
    {
      column: "reported",
      code: ErrorCode.INVALID_VALUE,
      when: `c.s_reported <> '' AND c.s_reported < c.v_starts_on::text`,
      message: "bundle.reportedBeforeHeld",
    },
  ],
  lookUp: [
    `CREATE TEMPORARY TABLE moving_held ON COMMIT DROP AS
       SELECT h.*, p.number AS program_number, t.form = '${ActivityForm.ON_DEMAND}' AS on_demand, t.form = '${ActivityForm.CONFERENCE}' AS claimed FROM (
         SELECT o.id, o.program_id, o.outside_number, o.starts_on, o.ends_on, o.time_zone, o.reporting_extended_to, o.reported_at, o.closed_at, o.format
         FROM offering o WHERE NOT EXISTS (SELECT FROM checked_offerings c WHERE c.record_id = o.id AND c.action = 'CHANGED')
         UNION ALL SELECT record_id, v_program_id, v_outside_number, v_starts_on, v_ends_on, v_time_zone, v_reporting_extended_to, v_reported_at, v_closed_at, v_format
         FROM checked_offerings WHERE action IN ('ADDED', 'CHANGED') AND nth = 1 AND v_ends_on >= v_starts_on) h
       JOIN moving_program p ON p.id = h.program_id JOIN program_type t ON t.id = p.type_id`,
    // What a conference is reported by ends with its time to report; anything else is closed some days later.
    `CREATE TEMPORARY TABLE moving_program_days ON COMMIT DROP AS
       SELECT program_id, (${nowSql} AT TIME ZONE time_zone)::date > ends_on AS ended,
         reported_at IS NULL AND closed_at IS NULL AND NOT (claimed AND (${nowSql} AT TIME ZONE time_zone)::date
           > coalesce(reporting_extended_to, ends_on + ${policySql("REPORTING_DAYS", "ends_on")})) AS open
       FROM moving_held`,
    // What is of a conference as a whole, such as its sessions, is by the time of its first offering.
    `CREATE TEMPORARY TABLE moving_first ON COMMIT DROP AS
       SELECT DISTINCT ON (program_id) *, min(starts_on) OVER of_program AS first_day, max(ends_on) OVER of_program AS last_day
       FROM moving_held WINDOW of_program AS (PARTITION BY program_id) ORDER BY program_id, starts_on, id`,
    "CREATE UNIQUE INDEX ON moving_first (program_id)",
    // An attendance says of which offering it is: by its number there, or by a day on which it was held.
    `CREATE TEMPORARY TABLE moving_offering ON COMMIT DROP AS
       SELECT number, CASE WHEN count(*) = 1 THEN min(id::text)::uuid END AS id, count(*) > 1 AS several FROM (
         SELECT concat_ws(chr(31), program_number, 'n' || outside_number) AS number, id FROM moving_held WHERE outside_number IS NOT NULL
         UNION ALL SELECT concat_ws(chr(31), p.number, 'n' || o.known_as), o.id FROM ${numberedOfferings} o JOIN moving_program p ON p.id = o.program_id
         WHERE o.outside_number IS NULL
         UNION ALL SELECT concat_ws(chr(31), program_number, 'd' || d.day::date), id FROM moving_held, generate_series(starts_on, least(ends_on, ${todaySql}), interval '1 day') d (day)
         UNION ALL SELECT concat_ws(chr(31), program_number, 'f'), id FROM moving_first) k
       GROUP BY number`,
    "CREATE UNIQUE INDEX ON moving_offering (number)",
    "CREATE UNIQUE INDEX ON moving_held (id)",
    "ANALYZE moving_offering",
    "ANALYZE moving_held",
    "ANALYZE moving_first",
  ],
  // Of the deadlines that have come already its provider is not reminded: the old system did that.
  series: [
    `INSERT INTO reporting_reminder (offering_id, due_on, days_before, reminded_at)
     SELECT id, due_on, days, ${nowSql} FROM (
       SELECT o.id, ${reportingDueOnSql("o")}::date AS due_on,
         (SELECT min(days) FROM unnest(ARRAY[${reminderDays.join(", ")}]) days
           WHERE ${reportingDueOnSql("o")}::date - (${nowSql} AT TIME ZONE o.time_zone)::date <= days) AS days
       FROM offering o JOIN checked_offerings c ON c.record_id = o.id AND c.action IN ('ADDED', 'CHANGED')
       WHERE ${isOpenSql("o")}) told
     WHERE days IS NOT NULL ON CONFLICT DO NOTHING`,
  ],
  settle: [
    `UPDATE program p SET starts_on = d.first, ends_on = d.last
     FROM (SELECT program_id, min(starts_on) AS first, max(ends_on) AS last FROM offering GROUP BY program_id) d
     WHERE d.program_id = p.id AND (p.starts_on IS DISTINCT FROM d.first OR p.ends_on IS DISTINCT FROM d.last)
       AND EXISTS (SELECT FROM bundle_record b WHERE b.record_id = p.id)`,
  ],
};
