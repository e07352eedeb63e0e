import type { FindingSeverity } from "../core/row-error.object.ts";
import { awardProblems } from "../policies/award.ts";
import { leastAwardSql } from "../policies/credit-rule.arithmetic.ts";
import type { RosterColumn } from "./parse-roster-row.ts";
import type { RosterFinding } from "./row-error-message.ts";

/**
 * One rule that a row of a roster must meet. Its SQL is over the row `s` of `roster_stage` and over `c`, what `roster_checked` has found
 * for it. A condition of what is not known, because a cell could not be read or names nothing, is null and no fault of its own.
 */
export interface RosterRule {
  /** The cell that is wrong; null: the row. */
  column: RosterColumn | null;
  code: RosterFinding;
  /** When the row breaks it. */
  when: string;
  /** What the sentence needs to know. */
  details?: Readonly<Record<string, string>>;
  /** Asked, too, of a row of a correction that stands as it is on record. */
  ofUnchanged?: true;
  /** By default it is an error, and keeps the file out. */
  severity?: `${FindingSeverity}`;
}

/** The first and last days of the offerings that a row means: of those that it names, else of all of the program's. */
const daysMeant = `coalesce((SELECT jsonb_agg(jsonb_build_array(o.starts_on, o.ends_on) ORDER BY o.starts_on) FROM roster_offering k
  JOIN offering o ON o.id = k.offering_id WHERE k.key = s.offering_key AND o.program_id = c.program_id), c.days)`;

const isOneOf = (day: string): string => `EXISTS (SELECT FROM jsonb_array_elements(${daysMeant}) d
    WHERE ${day} BETWEEN (d ->> 0)::date AND (d ->> 1)::date)`;

/** The day that a date would be with the day first, where that is one of the days that the row may mean and its present reading is not; else null. */
export const dayFirstSql = `(CASE WHEN s.date_given ~ '/' AND extract(day FROM s.completed_on) <= 12 THEN (
  SELECT w.day::text FROM (SELECT make_date(extract(year FROM s.completed_on)::int, extract(day FROM s.completed_on)::int,
    extract(month FROM s.completed_on)::int) AS day) w
  WHERE w.day <> s.completed_on AND w.day <= c.today AND ${isOneOf("w.day")}) END)`;

const otherReading = { read: "s.completed_on", dayFirst: dayFirstSql };

/** The other offering at which this member has earned already what earns once in a time. */
const earnedInPeriod = `(SELECT min(d.key) FROM jsonb_each_text(c.other_days) d WHERE c.period @> d.value::date)`;

/** Source: product design, *Reporting attendance*. In the order of the template's columns, those of the whole row last. */
export const rosterRules: readonly RosterRule[] = [
  { column: "programNumber", code: "UNKNOWN_PROGRAM", when: "s.program_number IS NOT NULL AND c.program_id IS NULL" },
  { column: "programNumber", code: "PROGRAM_NOT_APPROVED", when: "NOT c.approved", details: { status: "c.status" } },
  {
    column: "programNumber",
    code: "OFFERING_NOT_ENDED",
    when: "c.approved AND NOT c.ended",
    details: { endsOn: "c.ends_on", days: "c.days" },
  },
  {
    column: "programNumber",
    code: "REPORTING_CLOSED",
    when: "c.approved AND c.ended AND c.reporting_over",
    details: { dueOn: "c.due_on" },
  },
  {
    column: "memberNumber",
    code: "UNKNOWN_MEMBER",
    when: "s.member_number IS NOT NULL AND c.member_id IS NULL AND c.may_mean IS NULL",
  },
  { column: "memberNumber", code: "AMBIGUOUS_MEMBER", when: "c.may_mean IS NOT NULL" },
  { column: "memberNumber", code: "MEMBER_INACTIVE", when: "NOT c.active" },
  {
    column: "firstName",
    code: "NAME_MISMATCH",
    when: "NOT c.first_name_matches AND s.first_name <> ''",
    details: { memberNumber: "s.member_number" },
    ofUnchanged: true,
  },
  {
    column: "lastName",
    code: "NAME_MISMATCH",
    when: "NOT c.last_name_matches AND s.last_name <> ''",
    details: { memberNumber: "s.member_number" },
    ofUnchanged: true,
  },
  ...(["firstName", "lastName"] as const).map((column) => {
    const part = column === "firstName" ? "first_name" : "last_name";
    return {
      column,
      code: "MISSING_VALUE" as const,
      when: `NOT c.${part}_matches AND s.${part} = ''`,
      details: { memberNumber: "s.member_number" },
      ofUnchanged: true as const,
    };
  }),
  {
    column: "completionDate",
    code: "DATE_IN_FUTURE",
    when: "s.completed_on > c.today",
    details: { today: "c.today", ...otherReading },
  },
  {
    column: "completionDate",
    code: "DATE_OUTSIDE_OFFERING",
    // Of an offering that there is not, only a day on which nothing was held is wrong, too.
    when: `s.completed_on <= c.today AND c.program_id IS NOT NULL AND c.offering_id IS NULL
      AND NOT (c.unknown_offering AND ${isOneOf("s.completed_on")})`,
    details: {
      days: daysMeant,
      offering: "CASE WHEN s.offering_key IS NOT NULL AND NOT c.unknown_offering THEN s.offering END",
      ...otherReading,
    },
  },
  { column: "offering", code: "UNKNOWN_OFFERING", when: "c.unknown_offering" },
  {
    column: "completionDate",
    code: "SERIES_INCOMPLETE",
    when: "c.series AND c.dates_attended < c.dates_required",
    details: { attended: "c.dates_attended", required: "c.dates_required" },
  },
  { column: "credits", code: "CREDITS_NOT_POSITIVE", when: awardProblems.CREDITS_NOT_POSITIVE("s.credits") },
  {
    column: "credits",
    code: "CREDITS_ABOVE_MAXIMUM",
    when: awardProblems.CREDITS_ABOVE_MAXIMUM("s.credits", "c"),
    details: { maximum: "c.maximum::text", unit: "c.unit" },
  },
  {
    column: "credits",
    code: "CREDITS_NOT_WHOLE_STEPS",
    when: awardProblems.CREDITS_NOT_WHOLE_STEPS("s.credits", "c"),
    details: {
      step: "c.step::text",
      least: `${leastAwardSql("c")}::text`,
      isLess: `s.credits < ${leastAwardSql("c")}`,
      unit: "c.unit",
    },
  },
  {
    column: null,
    code: "DUPLICATE_ROW",
    when: "c.first_line < s.line",
    details: { firstLine: "c.first_line" },
    ofUnchanged: true,
  },
  {
    column: null,
    code: "ALREADY_RECORDED",
    when: "c.known_id IS NOT NULL AND NOT c.corrected",
    details: {
      uploadId: "c.known_upload_id",
      fileName: "(SELECT u.file_name FROM attendance_upload u WHERE u.id = c.known_upload_id)",
      recordedAt: "c.known_recorded_at",
      source: "c.known_source",
      line: "c.known_line",
    },
  },
  { column: null, code: "STAFF_DECIDES", when: "c.revoked" },
  {
    column: null,
    code: "ALREADY_EARNED",
    when: `c.first_in_period < s.line AND c.first_line = s.line OR c.known_id IS NULL AND ${earnedInPeriod} IS NOT NULL`,
    details: {
      offeringId: earnedInPeriod,
      completedOn: `(c.other_days ->> ${earnedInPeriod})`,
      place: `(SELECT coalesce(nullif(o.place, ''), o.url) FROM offering o WHERE o.id = ${earnedInPeriod}::uuid)`,
      line: "CASE WHEN c.first_in_period < s.line THEN c.first_in_period END",
      from: "lower(c.period)",
      until: "upper(c.period) - 1",
    },
  },
  {
    // Whether somebody may earn at several dates of one program is for who reports it to know.
    column: null,
    code: "REPEATED_PROGRAM",
    severity: "WARNING",
    when: "c.period IS NULL AND c.other_days <> '{}'",
    details: { completedOn: "(SELECT max(day) FROM jsonb_each_text(c.other_days) AS other (offering, day))" },
  },
];
