import { IANAZone } from "luxon";
import { fold } from "../../core/fold.ts";
import { say } from "../../core/messages/message.ts";
import { parseJsonSchedule } from "./parse-json-schedule.ts";
import { parseXmlSchedule } from "./parse-xml-schedule.ts";
import type { ParsedSchedule, ParsedSession, ScheduleOptions, ScheduleProblem } from "./parsed-schedule.ts";
import { type Fact, problemAt, type RawSchedule, type RawSession } from "./raw-schedule.ts";
import { kindReader } from "./read-kinds.ts";
import { type ReadingRules, readSession } from "./read-session.ts";
import { scheduleFormat, scheduleText } from "./schedule-text.ts";
import { isDate, readClock } from "./wall-time.ts";

/**
 * When a day of a programme ends, where the file does not say: the hour of pentabarf and pretalx. A session that has only
 * a time, and one before this, belongs to the night that follows the day it is listed under.
 */
const defaultDayChange = "04:00:00";

/**
 * Reads a frab, pentabarf, pretalx or c3voc schedule, XML or JSON, told apart by content. Bad content never throws: it
 * is a problem in the result. Throws RangeError where `options.timeZone` does not exist. CSV is read by scheduleFromRows.
 *
 * When a session starts: `date`, with its offset, wins over all else; times without an offset are those of the file's
 * `time_zone_name`, else of the program's zone. What a session earns of further kinds of credit is ours to add to these formats: `credit_kinds`.
 */
export function parseSchedule(input: Buffer | string, options: ScheduleOptions): ParsedSchedule {
  checkZone(options.timeZone);
  const text = typeof input === "string" ? input : scheduleText(input);
  const raw = text === null ? unreadable : parseText(text.startsWith("\ufeff") ? text.slice(1) : text);
  if ("code" in raw) return { conference: emptyConference, sessions: [], problems: [raw] };

  const { about } = raw;
  const problems: ScheduleProblem[] = [];
  const timeZone =
    about.timeZone.value !== null && IANAZone.isValidZone(about.timeZone.value) ? about.timeZone.value : null;
  if (about.timeZone.value !== null && timeZone === null)
    problems.push(problemAt(about.timeZone.place, about.timeZone.value, "INVALID_TIME_ZONE", say("file.noTimeZone")));
  const dayChange = about.dayChange.value === null ? defaultDayChange : readClock(about.dayChange.value);
  if (dayChange === null)
    problems.push(problemAt(about.dayChange.place, about.dayChange.value, "INVALID_TIME", say("file.noDayChange")));

  const rules = {
    timeZone: timeZone ?? options.timeZone,
    dayChange: dayChange ?? defaultDayChange,
    heldOn: options.heldOn,
    kinds: options.kinds,
  };
  const sessions = readSessions(raw.sessions, rules, problems);
  if (raw.sessions.length === 0)
    problems.push({
      ...wholeFile,
      code: "NO_ROWS",
      message: say("file.noSessions"),
    });
  return {
    conference: {
      title: about.title.value,
      acronym: about.acronym.value,
      timeZone,
      startsOn: dateOf(about.startsOn),
      endsOn: dateOf(about.endsOn),
    },
    sessions,
    problems,
  };
}

/** Those without a problem. What says that it is the same session as an earlier one is a problem, too. */
export function readSessions(
  raws: readonly RawSession[],
  rules: ReadingRules,
  problems: ScheduleProblem[],
): ParsedSession[] {
  const byId = new Map<string, ParsedSession>();
  const byTalk = new Map<string, ParsedSession[]>();
  const kindsOf = kindReader(raws, rules.kinds ?? []);
  for (const raw of raws) {
    const kinds = kindsOf(raw, problems);
    const session = readSession(raw, rules, problems);
    if (session === null) continue;
    if (Object.keys(kinds).length > 0) session.kinds = kinds;
    const earlier = byId.get(session.externalId);
    if (earlier === undefined) {
      byId.set(session.externalId, session);
      if (raw.guid !== null) session.talkKey = null;
      if (raw.guid !== null && raw.id !== null) {
        const key = `${raw.id}:${fold(session.title)}`;
        const talk = byTalk.get(key);
        if (talk) talk.push(session);
        else byTalk.set(key, [session]);
      }
      continue;
    }
    const field = (["guid", "id", "slug"] as const).find((name) => raw[name] !== null) ?? "title";
    const place = earlier.line === null ? earlier.path : say("file.placeOfLine", { line: earlier.line });
    const advice = field === "title" ? say("file.sessionTwice", { place }) : say("file.idTwice", { place });
    problems.push(problemAt(raw.placeOf(field), raw[field], "DUPLICATE_SESSION", advice));
  }
  markTalks(byTalk);
  return [...byId.values()];
}

/** Sessions of one id and title, each with a guid of its own, are one talk that is held more than once. */
function markTalks(byTalk: ReadonlyMap<string, readonly ParsedSession[]>): void {
  for (const [key, sessions] of byTalk) if (sessions.length > 1) for (const session of sessions) session.talkKey = key;
}

export function checkZone(timeZone: string): void {
  if (!IANAZone.isValidZone(timeZone)) throw new RangeError(`There is no time zone "${timeZone}".`);
}

export const emptyConference = { title: null, acronym: null, timeZone: null, startsOn: null, endsOn: null };

const wholeFile = { line: null, column: null, value: null };

const unreadable: ScheduleProblem = {
  ...wholeFile,
  code: "UNREADABLE_FILE",
  message: say("file.scheduleUndecodable"),
};

function parseText(text: string): RawSchedule | ScheduleProblem {
  switch (scheduleFormat(text)) {
    case "XML":
      return parseXmlSchedule(text);
    case "JSON":
      return parseJsonSchedule(text);
    case "CSV":
      return {
        ...wholeFile,
        code: "NOT_A_SCHEDULE",
        message: say("file.notASchedule"),
      };
    case null:
      return { ...wholeFile, code: "EMPTY_FILE", message: say("file.scheduleEmpty") };
  }
}

/** The day of a date, or of a date and time. A wrong one is no problem: nothing is computed from it. */
function dateOf(fact: Fact): string | null {
  const date = fact.value?.slice(0, 10) ?? "";
  return isDate(date) ? date : null;
}
