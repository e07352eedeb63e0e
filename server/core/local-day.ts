import { DateTime } from "luxon";

/** The calendar day, "2026-03-08", that an instant is in a time zone (IANA name). */
export function localDay(instant: Date, timeZone: string): string {
  const day = DateTime.fromJSDate(instant, { zone: timeZone }).toISODate();
  if (!day) throw new RangeError(`"${timeZone}" is no time zone.`);
  return day;
}

/** The same as SQL. */
export const localDaySql = (instant: string, timeZone: string): string =>
  `(${instant}::timestamptz AT TIME ZONE ${timeZone})::date`;

/** The calendar day so many days after another. */
export function addDays(day: string, days: number): string {
  const sum = DateTime.fromISO(day, { zone: "utc" }).plus({ days }).toISODate();
  if (!sum) throw new RangeError(`"${day}" is no day.`);
  return sum;
}

/** The instant at which a calendar day is over in a time zone: the next one begins. */
export const endOfDay = (day: string, timeZone: string): Date =>
  DateTime.fromISO(day, { zone: timeZone }).plus({ days: 1 }).startOf("day").toJSDate();
