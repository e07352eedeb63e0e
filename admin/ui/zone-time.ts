import { DateTime } from "luxon";
import { formatLocale } from "../../messages/translate.ts";

/** An instant as a clock of the zone shows it, for an input of the type datetime-local: "2026-03-08T09:30". */
export const clockOf = (instant: string, timeZone: string): string =>
  DateTime.fromISO(instant, { zone: timeZone }).toFormat("yyyy-MM-dd'T'HH:mm");

/** The instant at which a clock of the zone shows this, the first one where it does so twice; null where it is no time. */
export function instantOf(clock: string, timeZone: string): string | null {
  const read = DateTime.fromISO(clock, { zone: timeZone });
  return read.isValid ? (read.getPossibleOffsets()[0] ?? read).toUTC().toISO() : null;
}

/** Elapsed minutes between two instants; null where one is missing. */
export const minutesBetween = (from: string | null, to: string | null): number | null =>
  from && to ? Math.floor((Date.parse(to) - Date.parse(from)) / 60_000) : null;

/** The time of day of an instant in a zone, in the reader's way of writing. */
export const formatTime = (instant: string, timeZone: string): string =>
  new Date(instant).toLocaleTimeString(formatLocale(), { timeZone, timeStyle: "short" });

/** The day of an instant in a zone, in the reader's way of writing. */
export const formatDayIn = (instant: string, timeZone: string): string =>
  new Date(instant).toLocaleDateString(formatLocale(), { timeZone, dateStyle: "medium" });
