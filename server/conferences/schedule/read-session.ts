import type { DateTime } from "luxon";
import { printable } from "../../core/csv/csv-problem.ts";
import { type Message, say } from "../../core/messages/message.ts";
import { namedCharacter, unprintable } from "../../core/print/printable-text.ts";
import type { KnownKind } from "../../policies/kind-columns.ts";
import { type ApprovedDays, isWithinDays } from "./approved-days.ts";
import type { ParsedSession, ScheduleProblem, ScheduleProblemCode } from "./parsed-schedule.ts";
import { problemAt, type RawSession, type SessionField, textFields } from "./raw-schedule.ts";
import { dayAfter, isDate, readClock, readDuration, readMoment, wallTime } from "./wall-time.ts";

export interface ReadingRules {
  timeZone: string;
  /** Time of day, "HH:MM:SS", before which a session that has only a time belongs to the night of the day it is listed on. */
  dayChange: string;
  heldOn?: ApprovedDays;
  kinds?: readonly KnownKind[];
}

type Report = (field: SessionField, code: ScheduleProblemCode, advice: Message) => null;

const maxLength = 500;
/** Types of session that earn nothing. */
export const breakTypes = new Set([
  "break",
  "coffee break",
  "tea break",
  "lunch",
  "lunch break",
  "pause",
  "intermission",
  "recess",
]);

/** The session, or null and its problems added to the list: as many as can be told at once. */
export function readSession(raw: RawSession, rules: ReadingRules, problems: ScheduleProblem[]): ParsedSession | null {
  const before = problems.length;
  const report: Report = (field, code, advice) => {
    problems.push(problemAt(raw.placeOf(field), raw[field], code, advice));
    return null;
  };

  for (const field of textFields)
    if ((raw[field]?.length ?? 0) > maxLength)
      report(field, "INVALID_VALUE", say("file.tooLong", { maximum: maxLength }));
  for (const field of ["title", "subtitle", "room", "speakers"] as const)
    for (const text of [raw[field] ?? []].flat()) {
      const character = unprintable(text);
      if (character === undefined) continue;
      const advice = say("file.unprintable", { character: namedCharacter(character) });
      problems.push(problemAt(raw.placeOf(field), text, "INVALID_VALUE", advice));
    }
  if (raw.title === null) report("title", "MISSING_VALUE", say("file.noTitle"));
  const start = readStart(raw, rules, report);
  const length = readLength(raw, start, report);
  const { heldOn } = rules;
  if (heldOn && start && length && !isWithinDays(heldOn, start.toJSDate(), length.end.toJSDate()))
    report(
      raw.date === null ? "start" : "date",
      "DATE_OUTSIDE_OFFERING",
      say("file.outsideDays", {
        day: start.setZone(heldOn.timeZone).toISODate() ?? "",
        startsOn: heldOn.startsOn,
        endsOn: heldOn.endsOn,
        timeZone: heldOn.timeZone,
      }),
    );
  if (problems.length > before || raw.title === null || start === null || length === null) return null;

  return {
    externalId: raw.guid ?? raw.id ?? raw.slug ?? slugOf(raw.title, start, raw.room),
    title: raw.title,
    subtitle: raw.subtitle,
    startsAt: start.toISO({ suppressMilliseconds: true })!,
    endsAt: length.end.toISO({ suppressMilliseconds: true })!,
    minutes: length.minutes,
    speakers: raw.speakers.map((name) => name.slice(0, maxLength)),
    room: raw.room,
    track: raw.track,
    type: raw.type,
    language: raw.language,
    virtual: raw.virtual,
    isBreak: raw.type !== null && breakTypes.has(raw.type.toLowerCase()),
    line: raw.line,
    path: raw.path,
  };
}

/** Its own date and time win; else its start, if that is one; else the day and the time, after midnight the day after. */
function readStart(raw: RawSession, rules: ReadingRules, report: Report): DateTime | null {
  const whole = raw.date === null ? null : readMoment(raw.date, rules.timeZone);
  if (whole !== null) return whole;
  if (raw.date !== null && !isDate(raw.date)) return report("date", "INVALID_DATE", say("file.noMoment"));
  if (raw.start === null) return report("start", "MISSING_VALUE", say("file.noStart"));
  const moment = readMoment(raw.start, rules.timeZone);
  if (moment !== null) return moment;
  const clock = readClock(raw.start);
  if (clock === null) return report("start", "INVALID_TIME", say("file.noTime"));
  if (raw.date !== null) return wallTime(raw.date, clock, rules.timeZone);
  if (raw.listedOn === null) return report("date", "MISSING_VALUE", say("file.noDate"));
  const date = clock < rules.dayChange ? dayAfter(raw.listedOn) : raw.listedOn;
  if (date === null || !isDate(date))
    return report("date", "INVALID_DATE", say("file.listedOnNoDay", { date: printable(raw.listedOn) }));
  return wallTime(date, clock, rules.timeZone);
}

/** An end wins over a duration, which must then say the same. */
function readLength(
  raw: RawSession,
  start: DateTime | null,
  report: Report,
): { end: DateTime; minutes: number } | null {
  const durations = raw.duration === null ? null : readDuration(raw.duration);
  if (durations?.length === 0) return report("duration", "INVALID_DURATION", say("file.noDuration"));
  if (raw.end === null) {
    if (durations === null) return report("duration", "MISSING_VALUE", say("file.noEnd"));
    const minutes = durations[0]!;
    if (minutes === 0) return report("duration", "ENDS_BEFORE_START", say("file.noLength"));
    return start && { end: start.plus({ minutes }), minutes };
  }

  const clock = readClock(raw.end);
  if (start === null) return null;
  const end =
    clock === null ? readMoment(raw.end, start.zone, start) : wallTime(start.toISODate()!, clock, start.zone, start);
  if (end === null) return report("end", "INVALID_TIME", say("file.noTimeOrMoment"));
  const minutes = Math.floor(end.diff(start).as("minutes"));
  if (minutes < 1) return report("end", "ENDS_BEFORE_START", say("file.endsBeforeStart"));
  if (minutes > 7 * 24 * 60) return report("end", "INVALID_DURATION", say("file.overAWeek"));
  if (durations !== null && !durations.includes(minutes))
    return report("duration", "INVALID_DURATION", say("file.durationDiffers", { minutes }));
  return { end, minutes };
}

/** Short enough for a database index in any script. */
function slugOf(title: string, start: DateTime, room: string | null): string {
  const words = `${title.slice(0, 300)} ${start.toFormat("yyyy-MM-dd HHmm")} ${room?.slice(0, 100) ?? ""}`;
  return words
    .normalize("NFKC")
    .toLowerCase()
    .match(/[\p{L}\p{M}\p{N}]+/gu)!
    .join("-");
}
