import { DateTime, type Zone } from "luxon";

const datePattern = /^(?:19|20|21)\d{2}-\d{2}-\d{2}$/;
const momentPattern =
  /^((?:19|20|21)\d{2}-\d{2}-\d{2})[T ](\d{1,2}:\d{2}(?::\d{2})?)(?:[.,]\d+)?\s*(?:(Z)|([+-])(\d{2}):?(\d{2}))?$/i;
const clockPattern = /^(\d{1,2})(?::(\d{2})(?::(\d{2}))?)?(?:\s*([ap])\.?\s?m\.?)?$/i;

/** Offsets in use go from -12:00 to +14:00. */
const maxOffsetMinutes = 14 * 60;

/** The longest session there can be: a week, in minutes. More is a slip of the pen. */
const maxMinutes = 7 * 24 * 60;

/** Whether the text is a day of the calendar, "2014-12-27", from 1900 to 2199. */
export function isDate(text: string): boolean {
  return datePattern.test(text) && DateTime.fromISO(text, { zone: "utc" }).isValid;
}

/** The day after. Null where the text is no day. */
export function dayAfter(date: string): string | null {
  return isDate(date) ? DateTime.fromISO(date, { zone: "utc" }).plus({ days: 1 }).toISODate() : null;
}

/**
 * A time of day as "HH:MM:SS", from 0:00 to 23:59, of "9:30", "09:30:00", "9:30 AM" or "9 pm". Null where it is none.
 * Two of them compare as texts.
 */
export function readClock(text: string): string | null {
  const match = clockPattern.exec(text);
  if (!match) return null;
  const [, hourText, minute, second = "00", half] = match;
  if (minute === undefined && half === undefined) return null;
  let hour = Number(hourText);
  if (half !== undefined) {
    if (hour < 1 || hour > 12) return null;
    hour = (hour % 12) + (half.toLowerCase() === "p" ? 12 : 0);
  }
  if (hour > 23 || Number(minute ?? 0) > 59 || Number(second) > 59) return null;
  return `${String(hour).padStart(2, "0")}:${minute ?? "00"}:${second}`;
}

/**
 * The instant at which a clock of the zone shows this time on this day. Which one it is does not depend on when it is
 * asked, as luxon's own choice does: where the clock shows it twice (it was set back) the first, or the first that is
 * later than `after`; where it never shows it (it was set forward) as much later as it was set. Null where there is no
 * such day.
 */
export function wallTime(date: string, clock: string, timeZone: string | Zone, after?: DateTime): DateTime | null {
  const local = DateTime.fromISO(`${date}T${clock}`, { zone: timeZone });
  if (!local.isValid) return null;
  const readings = local.getPossibleOffsets();
  return readings.find((reading) => after === undefined || reading > after) ?? readings[0]!;
}

/**
 * A day and time of day, "2014-12-27T11:00:00+01:00", with a blank for the T, with Z or without an offset: then by the
 * clocks of the zone. It keeps the offset given. Null where it is none, as are ISO's weeks and numbered days.
 */
export function readMoment(text: string, timeZone: string | Zone, after?: DateTime): DateTime | null {
  const match = momentPattern.exec(text);
  if (!match) return null;
  const [, date, time, utc, sign, hours, minutes] = match;
  const clock = readClock(time!);
  if (clock === null) return null;
  if (utc === undefined && sign === undefined) return wallTime(date!, clock, timeZone, after);
  const offset = Number(hours ?? 0) * 60 + Number(minutes ?? 0);
  if (offset > maxOffsetMinutes || Number(minutes ?? 0) > 59) return null;
  const suffix = offset === 0 ? "Z" : `${sign}${hours}:${minutes}`;
  const moment = DateTime.fromISO(`${date}T${clock}${suffix}`, { setZone: true });
  return moment.isValid ? moment : null;
}

/**
 * The whole minutes that a length of time may mean, the likeliest first; none where it means nothing or more than a week.
 * "0:45" and "45" are 45 minutes; "1:30:00" is an hour and a half, as the c3voc's schema has it, or else a day and a
 * half hour, as pretalx writes what lasts a day or longer; "1 day, 2:00:00" is as Python writes it. Seconds are dropped.
 */
export function readDuration(text: string): number[] {
  const plain = /^(\d{1,5})(?:\s*min(?:utes?|s)?\.?)?$/i.exec(text);
  if (plain) return withinLimit([Number(plain[1])]);
  const days = /^(\d{1,2})\s*days?(?:,?\s*(\d{1,2}):(\d{2})(?::\d{2})?)?$/i.exec(text);
  if (days) return withinLimit([minutesOf(days[1], days[2] ?? "0", days[3] ?? "0")]);
  const parts = /^(\d{1,3}):(\d{2})(?::(\d{2}))?$/.exec(text);
  if (!parts) return [];
  const [, first, second, third] = parts;
  if (third === undefined) return withinLimit([minutesOf("0", first, second)]);
  return withinLimit([minutesOf("0", first, second, third), minutesOf(first, second, third)]);
}

/** NaN where minutes or seconds are over 59, or hours beside days over 23. */
function minutesOf(days = "0", hours = "0", minutes = "0", seconds = "0"): number {
  if (Number(minutes) > 59 || Number(seconds) > 59 || (days !== "0" && Number(hours) > 23)) return Number.NaN;
  return (Number(days) * 24 + Number(hours)) * 60 + Number(minutes);
}

function withinLimit(readings: number[]): number[] {
  return readings.filter((minutes) => minutes <= maxMinutes);
}
