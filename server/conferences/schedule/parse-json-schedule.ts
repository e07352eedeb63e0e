import { say } from "../../core/messages/message.ts";
import type { ScheduleProblem } from "./parsed-schedule.ts";
import {
  type RawKind,
  type RawSchedule,
  type RawSession,
  type SessionField,
  sessionFields,
  tidy,
} from "./raw-schedule.ts";

type JsonObject = Record<string, unknown>;

/**
 * The c3voc's `schedule.json`, as frab and pretalx write it (`schedule.conference.days[].rooms`, an object of lists of
 * events by the room's name), and its second version, as the c3voc's hub writes it (`schedule.events`). The first may
 * lack the outer `schedule`. A value of another kind than expected counts as not given.
 */
export function parseJsonSchedule(text: string): RawSchedule | ScheduleProblem {
  let root: unknown;
  try {
    root = JSON.parse(text);
  } catch (error) {
    const line = lineOfSyntaxError(error as SyntaxError, text);
    const advice = say("file.notJson");
    const message = line === null ? say("file.whole", { advice }) : say("file.line", { line, advice });
    return { line, column: null, value: null, code: "UNREADABLE_FILE", message };
  }
  const [schedule, path] =
    isObject(root) && isObject(root.schedule) ? [root.schedule, "schedule"] : [isObject(root) ? root : {}, ""];
  const conference = isObject(schedule.conference) ? schedule.conference : {};
  const conferencePath = at(path, "conference");
  if (!Array.isArray(conference.days) && !Array.isArray(schedule.events)) {
    const message = say("file.path", { path: at(conferencePath, "days"), advice: say("file.noDays") });
    return { line: null, column: at(conferencePath, "days"), value: null, code: "NOT_A_SCHEDULE", message };
  }

  const about = (key: string) => {
    const column = at(conferencePath, key);
    return { value: textOf(conference[key]), place: { line: null, column, name: column } };
  };
  const days = Array.isArray(conference.days) ? conference.days : [];
  return {
    about: {
      title: about("title"),
      acronym: about("acronym"),
      timeZone: about("time_zone_name"),
      startsOn: about("start"),
      endsOn: about("end"),
      dayChange: about("day_change"),
    },
    sessions: [
      ...days.flatMap((day, number) => (isObject(day) ? sessionsOfDay(day, at(conferencePath, "days", number)) : [])),
      ...rawSessions(schedule.events, at(path, "events"), null, null),
    ],
  };
}

function sessionsOfDay(day: JsonObject, path: string): RawSession[] {
  if (typeof day.rooms !== "object" || day.rooms === null) return [];
  const listedOn = textOf(day.date)?.slice(0, 10) ?? null;
  return Object.entries(day.rooms).flatMap(([room, events]) =>
    rawSessions(events, at(path, "rooms", room), listedOn, Array.isArray(day.rooms) ? null : tidy(room)),
  );
}

function rawSessions(events: unknown, path: string, listedOn: string | null, room: string | null): RawSession[] {
  if (!Array.isArray(events)) return [];
  return events.map((event, number) => rawSession(isObject(event) ? event : {}, at(path, number), listedOn, room));
}

function rawSession(event: JsonObject, path: string, listedOn: string | null, room: string | null): RawSession {
  const values = Object.fromEntries(sessionFields.map((field) => [field, textOf(event[field])]));
  const persons = event.persons ?? event.participants;
  return {
    ...(values as Record<SessionField, string | null>),
    room: textOf(event.room) ?? room,
    speakers: Array.isArray(persons) ? persons.flatMap((person) => textOf(person) ?? []) : [],
    virtual: null,
    kinds: kindsOf(event.credit_kinds, at(path, "credit_kinds")),
    listedOn,
    line: null,
    path,
    placeOf(field) {
      const column = at(path, field === "speakers" ? "persons" : field);
      return { line: null, column, name: column };
    },
  };
}

/**
 * `[{ "kind": "ETHICS", "credits": "0.50" }]`, as the API has them: without credits, or with null or true, it earns what its minutes do. An object of
 * amounts by kind says the same.
 */
function kindsOf(value: unknown, path: string): RawKind[] {
  const said = Array.isArray(value)
    ? value.map((each, number) => {
        const { kind, credits } = isObject(each) ? each : { kind: each, credits: null };
        return [textOf(kind) ?? "", credits, at(path, number)] as const;
      })
    : isObject(value)
      ? Object.entries(value).map(([kind, credits]) => [tidy(kind) ?? "", credits, at(path, kind)] as const)
      : [];
  return said.map(([kind, credits, column]) => ({
    kind,
    amount: credits == null || credits === true ? "yes" : credits === false ? "no" : (textOf(credits) ?? ""),
    place: { line: null, column, name: column },
  }));
}

/** A text, a number as text, or what an object is called: a person, a room or a track. */
function textOf(value: unknown): string | null {
  if (typeof value === "string") return tidy(value);
  if (typeof value === "number") return String(value);
  if (!isObject(value)) return null;
  // frab's `name` of a person may be the one that is not for the public.
  for (const key of ["public_name", "full_public_name", "name", "slug"])
    if (typeof value[key] === "string") {
      const name = tidy(value[key]);
      if (name !== null) return name;
    }
  return null;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The path of a member: `days[0].rooms["Saal 1"][3].title`. */
function at(path: string, ...keys: (string | number)[]): string {
  return keys.reduce<string>((whole, key) => {
    if (typeof key === "number") return `${whole}[${key}]`;
    if (!/^[a-z_]\w*$/i.test(key)) return `${whole}[${JSON.stringify(key.slice(0, 100))}]`;
    return whole === "" ? key : `${whole}.${key}`;
  }, path);
}

/** V8 tells the position in its message; a text that just ends has none. */
function lineOfSyntaxError(error: SyntaxError, text: string): number | null {
  const position = /at position (\d+)/.exec(error.message)?.[1];
  return position === undefined ? null : text.slice(0, Number(position)).split("\n").length;
}
