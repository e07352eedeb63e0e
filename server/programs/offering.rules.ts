import { addDays, localDay, localDaySql } from "../core/local-day.ts";
import type { AccreditorSettings } from "../policies/settings.entity.ts";
import type { Offering } from "./program.entity.ts";

// Each rule stands here twice, for code and for SQL: test/programs/offering.rules.sql.test.ts asks both the same questions.
// In SQL, `o` and `settings` are aliases of the offering and of the accreditor's settings, `now` is the instant of asking.

/** When something is held. */
export interface Held extends Pick<Offering, "endsOn" | "timeZone"> {
  /** When its program's last session ends; null where it has none, as all but conferences. */
  lastSessionEndsAt: Date | null;
}

type Reported = Held & Pick<Offering, "reportingExtendedTo">;
type Window = Pick<AccreditorSettings, "reportingDays">;

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

/** The last day on which attendance may be reported, to its end in the offering's time zone. Source: product design. */
export function reportingDueOn(offering: Pick<Offering, "endsOn" | "reportingExtendedTo">, settings: Window): string {
  return offering.reportingExtendedTo ?? addDays(offering.endsOn, settings.reportingDays);
}

export const reportingDueOnSql = (o: string, settings: string): string =>
  `coalesce(${o}.reporting_extended_to, ${o}.ends_on + ${settings}.reporting_days)`;

/** Whether attendance may not be reported any more. */
export function reportingOver(
  offering: Pick<Offering, "endsOn" | "timeZone" | "reportingExtendedTo">,
  settings: Window,
  now: Date,
): boolean {
  return localDay(now, offering.timeZone) > reportingDueOn(offering, settings);
}

export const reportingOverSql = (o: string, settings: string, now: string): string =>
  `(${localDaySql(now, `${o}.time_zone`)} > ${reportingDueOnSql(o, settings)})`;

/** Whether attendance may be reported now. */
export function reportingOpen(offering: Reported, settings: Window, now: Date): boolean {
  return hasEnded(offering, now) && !reportingOver(offering, settings, now);
}

export const reportingOpenSql = (o: string, settings: string, now: string): string =>
  `(${hasEndedSql(o, now)} AND NOT ${reportingOverSql(o, settings, now)})`;
