import { addDays, localDay } from "../../core/local-day.ts";

/** The days for which a conference was approved, in its time zone (IANA name). */
export interface ApprovedDays {
  startsOn: string;
  endsOn: string;
  timeZone: string;
}

/** Whether a session is held on these days. One that begins on the last of them may end after midnight. */
export function isWithinDays(days: ApprovedDays, startsAt: Date, endsAt: Date): boolean {
  const first = localDay(startsAt, days.timeZone);
  return first >= days.startsOn && first <= days.endsOn && localDay(endsAt, days.timeZone) <= addDays(days.endsOn, 1);
}
