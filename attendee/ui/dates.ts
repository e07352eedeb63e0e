const locale = "en-US";

const day = (value: string): Date => new Date(`${value}T00:00:00Z`);
const formats = new Map<string, Intl.DateTimeFormat>();
function format(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = JSON.stringify(options);
  const known = formats.get(key) ?? new Intl.DateTimeFormat(locale, options);
  formats.set(key, known);
  return known;
}

/** "March 5, 2024", as certificates print it. Days are YYYY-MM-DD. */
export const longDay = (value: string): string => format({ dateStyle: "long", timeZone: "UTC" }).format(day(value));

/** "Tuesday, March 5" */
export const weekday = (value: string): string =>
  format({ weekday: "long", month: "long", day: "numeric", timeZone: "UTC" }).format(day(value));

/** "Tue 5" */
export const shortWeekday = (value: string): string =>
  `${format({ weekday: "short", timeZone: "UTC" }).format(day(value))} ${Number(value.slice(8))}`;

/** "March 3 – 5, 2024", as short as both days allow. */
export const days = (from: string, to: string): string =>
  format({ dateStyle: "long", timeZone: "UTC" }).formatRange(day(from), day(to));

/** "9:00 – 10:15 AM" in the conference's zone; an end on the next day says so. */
export function times(startsAt: string, endsAt: string, timeZone: string): string {
  const time = format({ timeStyle: "short", timeZone });
  const date = format({ dateStyle: "short", timeZone });
  const [start, end] = [new Date(startsAt), new Date(endsAt)];
  const [from, to] = [time.format(start), time.format(end)];
  if (date.format(start) !== date.format(end)) return `${from} – ${to} the next day`;
  const half = from.slice(-3);
  return to.endsWith(half) ? `${from.slice(0, -3)} – ${to}` : `${from} – ${to}`;
}

/** "Central Time (America/Chicago)" */
export function zoneName(timeZone: string, at: string): string {
  const name = format({ timeZone, timeZoneName: "longGeneric" })
    .formatToParts(new Date(at))
    .find((part) => part.type === "timeZoneName")?.value;
  const place = timeZone.replaceAll("_", " ");
  return name && name !== timeZone ? `${name} (${place})` : place;
}

/** "March 5, 2024, 4:10 PM" where the reader is. */
export const moment = (instant: string): string =>
  format({ dateStyle: "long", timeStyle: "short" }).format(new Date(instant));
