import { addDays, localDay, localDaySql } from "../core/local-day.ts";
import { policySql } from "../policies/policy.queries.ts";
import { ActivityForm, type Offering } from "./program.entity.ts";

// Each rule stands here twice, for code and for SQL: test/programs/offering.rules.sql.test.ts asks both the same questions.
// In SQL, `o` is the alias of the offering, `now` the instant of asking.

/** When something is held. */
export interface Held extends Pick<Offering, "endsOn" | "timeZone"> {
  /** When its program's last session ends; null where it has none, as all but conferences. */
  lastSessionEndsAt: Date | null;
}

/** What decides until when its attendance may be reported. */
export interface Reported extends Pick<Offering, "endsOn" | "timeZone" | "reportingExtendedTo"> {
  /** Days after its end, as the policy was when it ended. */
  reportingDays: number;
  /** The day from which on each of its people completes it on a day of their own, and is reported at once; null or none: they attend it when it is held. */
  onDemandFrom?: string | null;
}

/**
 * Whether an offering is over: its last day has passed where it is held, or on that day, or after it, its last session has ended. An
 * old schedule does not end what was postponed. Source: product design.
 */
export function hasEnded({ endsOn, timeZone, lastSessionEndsAt }: Held, now: Date): boolean {
  const today = localDay(now, timeZone);
  return today >= endsOn && (lastSessionEndsAt ? now >= lastSessionEndsAt : today > endsOn);
}

export function hasEndedSql(o: string, now: string): string {
  const today = localDaySql(now, `${o}.time_zone`);
  return `(${today} >= ${o}.ends_on
    AND coalesce(${now}::timestamptz >= ${lastSessionEndsAtSql(`${o}.program_id`)}, ${today} > ${o}.ends_on))`;
}

/** When the last session of a program ends; null where it has none. Asks a table of a later folder: sessions belong to conferences. */
export const lastSessionEndsAtSql = (programId: string): string =>
  `(SELECT max(s.ends_at) FROM session s WHERE s.program_id = ${programId} AND s.removed_at IS NULL)`;

/** The policy of the day on which an offering ends: a row that comes later does not change it. */
export const reportingDaysSql = (o: string, day = "ends_on"): string => policySql("REPORTING_DAYS", `${o}.${day}`);

/** The last day on which attendance may be reported, to its end in the offering's time zone. Source: product design. */
export function reportingDueOn(offering: Omit<Reported, "timeZone">): string {
  return offering.reportingExtendedTo ?? addDays(offering.endsOn, offering.reportingDays);
}

export const reportingDueOnSql = (o: string): string =>
  `coalesce(${o}.reporting_extended_to, ${o}.ends_on + ${reportingDaysSql(o)})`;

/** Why an offering cannot be moved to other days any more: what happened stays where it happened. Null: it can. */
export function immovable(
  offering: Held & Pick<Offering, "reportedAt">,
  now: Date,
): "ALREADY_REPORTED" | "OFFERING_ENDED" | null {
  if (offering.reportedAt) return "ALREADY_REPORTED";
  return hasEnded(offering, now) ? "OFFERING_ENDED" : null;
}

/** Whether attendance may not be reported any more. */
export function reportingOver(offering: Reported, now: Date): boolean {
  return localDay(now, offering.timeZone) > reportingDueOn(offering);
}

export const reportingOverSql = (o: string, now: string): string =>
  `(${localDaySql(now, `${o}.time_zone`)} > ${reportingDueOnSql(o)})`;

/** Whether an offering is still to be reported or closed. */
export const isOpenSql = (o: string): string => `(${o}.reported_at IS NULL AND ${o}.closed_at IS NULL)`;

/** Whether it is that long since the time to report was over that an offering without a report is closed. */
export const closingSql = (o: string, now: string): string =>
  `(${isOpenSql(o)} AND ${localDaySql(now, `${o}.time_zone`)} > ${reportingDueOnSql(o)} + ${policySql("CLOSING_DAYS", `${o}.ends_on`)})`;

/** Whether attendance may be reported now. */
export function reportingOpen(offering: Held & Reported, now: Date): boolean {
  const { onDemandFrom, timeZone } = offering;
  const begun = onDemandFrom != null && localDay(now, timeZone) >= onDemandFrom;
  return (begun || hasEnded(offering, now)) && !reportingOver(offering, now);
}

/** Since when offering `o` is completed by each on a day of their own; null: it is not. */
export const onDemandFromSql = (o: string): string =>
  `(SELECT ${o}.starts_on FROM program p JOIN program_type t ON t.id = p.type_id
    WHERE p.id = ${o}.program_id AND t.form = '${ActivityForm.ON_DEMAND}')`;

/** Whether the dates of which `o` is one count as one. */
export const isSeriesSql = (o: string): string =>
  `EXISTS (SELECT FROM program p JOIN program_type t ON t.id = p.type_id
    WHERE p.id = ${o}.program_id AND t.form = '${ActivityForm.SERIES}')`;
