import { formatLocale } from "../../messages/translate.ts";
import { t } from "../i18n/t.ts";

const day = (value: string): Date => new Date(`${value}T00:00:00Z`);
const formats = new Map<string, Intl.DateTimeFormat>();
function format(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = JSON.stringify(options);
  const known = formats.get(key) ?? new Intl.DateTimeFormat(formatLocale(), options);
  formats.set(key, known);
  return known;
}

/** "March 5, 2024", as certificates print it. Days are YYYY-MM-DD. */
export const longDay = (value: string): string => format({ dateStyle: "long", timeZone: "UTC" }).format(day(value));

/** "Tuesday, March 5" */
export const weekday = (value: string): string =>
  format({ weekday: "long", month: "long", day: "numeric", timeZone: "UTC" }).format(day(value));

/** "Tue 5", as the reader's language has it. */
export const shortWeekday = (value: string): string =>
  format({ weekday: "short", day: "numeric", timeZone: "UTC" }).format(day(value));

/** "March 3 – 5, 2024", as short as both days allow. */
export const days = (from: string, to: string): string =>
  format({ dateStyle: "long", timeZone: "UTC" }).formatRange(day(from), day(to));

/** "9:00 – 10:15 AM" in the conference's zone, as short as both times allow; an end on the next day says so. */
export function times(startsAt: string, endsAt: string, timeZone: string): string {
  const time = format({ timeStyle: "short", timeZone });
  const date = format({ dateStyle: "short", timeZone });
  const [start, end] = [new Date(startsAt), new Date(endsAt)];
  if (date.format(start) === date.format(end)) return time.formatRange(start, end);
  return t("date.nextDay", { from: time.format(start), to: time.format(end) });
}

/** "Central Time (America/Chicago)" */
export function zoneName(timeZone: string, at: string): string {
  const name = format({ timeZone, timeZoneName: "longGeneric" })
    .formatToParts(new Date(at))
    .find((part) => part.type === "timeZoneName")?.value;
  const place = timeZone.replaceAll("_", " ");
  return name && name !== timeZone ? `${name} (${place})` : place;
}

/** "9:02 AM", in a time zone. */
export const timeOf = (instant: string, timeZone: string): string =>
  format({ timeStyle: "short", timeZone }).format(new Date(instant));

/** "March 5, 2024, 4:10 PM" where the reader is. */
export const moment = (instant: string): string =>
  format({ dateStyle: "long", timeStyle: "short" }).format(new Date(instant));

/** Today where a conference is held, YYYY-MM-DD. */
export const dayIn = (timeZone: string): string =>
  new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" }).format(new Date());
