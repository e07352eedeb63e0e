import type { CsvColumn, CsvRow } from "../../core/csv/read-csv.ts";
import { fold } from "../../core/fold.ts";
import { say } from "../../core/messages/message.ts";
import { type KindColumn, type KnownKind, kindColumns } from "../../policies/kind-columns.ts";
import { checkZone, emptyConference, readSessions } from "./parse-schedule.ts";
import type { ParsedSchedule, ScheduleOptions, ScheduleProblem } from "./parsed-schedule.ts";
import { problemAt, type RawSession, type SessionField, tidy } from "./raw-schedule.ts";

/**
 * The columns of a schedule in CSV. `Date` is the day on which the session starts, also after midnight. `Start` is a time
 * of day, or date and time, which then needs no `Date`. One of `End` and `Minutes` must be filled. Speakers are parted by
 * semicolons, because commas stand in names. `Virtual` is yes or no, or empty where that is not known. Further kinds of credit have columns of their
 * own (`columnsOfKinds`).
 */
export const scheduleColumns = [
  { key: "id", headings: ["Session ID", "ID"], required: false },
  { key: "title", headings: ["Title", "Session", "Session Name"], required: true },
  { key: "subtitle", headings: ["Subtitle"], required: false },
  { key: "date", headings: ["Date"], required: false },
  { key: "start", headings: ["Start", "Start Time"], required: true },
  { key: "end", headings: ["End", "End Time"], required: false },
  { key: "minutes", headings: ["Minutes", "Duration"], required: false },
  { key: "speakers", headings: ["Speakers", "Speaker"], required: false },
  { key: "room", headings: ["Room"], required: false },
  { key: "track", headings: ["Track"], required: false },
  { key: "type", headings: ["Type"], required: false },
  { key: "language", headings: ["Language"], required: false },
  { key: "virtual", headings: ["Virtual"], required: false },
] as const satisfies readonly CsvColumn<string>[];

export type ScheduleColumnKey = (typeof scheduleColumns)[number]["key"];
export type ScheduleRow = Pick<CsvRow<ScheduleColumnKey>, "line"> & {
  values: Record<ScheduleColumnKey, string> & Partial<Record<KindColumn, string>>;
};

/** A column for each further kind of credit. What a schedule has a column for anyway is not one of a kind. */
export function columnsOfKinds(kinds: readonly KnownKind[]): CsvColumn<KindColumn>[] {
  const taken = scheduleColumns.flatMap((column) => column.headings);
  return kindColumns(kinds, taken).flatMap((column): CsvColumn<KindColumn>[] => {
    const [first, ...others] = column.headings.filter(
      (heading) => !taken.some((other) => fold(other) === fold(heading)),
    );
    return first === undefined ? [] : [{ ...column, headings: [first, ...others] }];
  });
}

const yes = new Set(["yes", "y", "true", "1", "x", "virtual", "online"]);
const no = new Set(["no", "n", "false", "0", "in person", "in-person"]);

/** What a cell of a column "Virtual" says; null where it says neither yes nor no. */
export function readVirtual(text: string): boolean | null {
  const word = text.toLowerCase();
  return yes.has(word) ? true : no.has(word) ? false : null;
}

/** A day of a programme in CSV is a calendar day: no session belongs to the night after. */
const dayChange = "00:00:00";

/** The schedule of all rows. The file's own problems (headings, encoding) are the CSV reader's. RangeError as parseSchedule. */
export function scheduleFromRows(rows: Iterable<ScheduleRow>, options: ScheduleOptions): ParsedSchedule {
  checkZone(options.timeZone);
  const problems: ScheduleProblem[] = [];
  const ofKinds = columnsOfKinds(options.kinds ?? []);
  const raws = [...rows].map((row) => rawSession(row, ofKinds, problems));
  const sessions = readSessions(raws, { ...options, dayChange }, problems);
  const refused = new Set(problems.map((problem) => problem.line));
  return { conference: emptyConference, sessions: sessions.filter((session) => !refused.has(session.line)), problems };
}

function rawSession(
  { line, values }: ScheduleRow,
  ofKinds: readonly CsvColumn<KindColumn>[],
  problems: ScheduleProblem[],
): RawSession {
  const textOf = (key: ScheduleColumnKey) => tidy(values[key] ?? "");
  const placeOf = (key: ScheduleColumnKey) => {
    const column = scheduleColumns.find((each) => each.key === key)!.headings[0];
    return { line, column, name: column };
  };
  const virtual = textOf("virtual");
  if (virtual !== null && readVirtual(virtual) === null)
    problems.push(problemAt(placeOf("virtual"), virtual, "INVALID_VALUE", say("file.yesOrNo")));
  const date = textOf("date");
  const start = textOf("start");
  return {
    guid: null,
    id: textOf("id"),
    slug: null,
    title: textOf("title"),
    subtitle: textOf("subtitle"),
    date: date === null ? null : isoDate(date),
    start,
    end: textOf("end"),
    duration: textOf("minutes"),
    speakers: (values.speakers ?? "").split(/[;\n]/).flatMap((name) => tidy(name) ?? []),
    room: textOf("room"),
    track: textOf("track"),
    type: textOf("type"),
    language: textOf("language"),
    virtual: virtual === null ? null : readVirtual(virtual),
    kinds: ofKinds.flatMap(({ key, headings: [heading] }) => {
      const amount = tidy(values[key] ?? "");
      return amount === null ? [] : [{ kind: heading, amount, place: { line, column: heading, name: heading } }];
    }),
    listedOn: null,
    line,
    path: String(line),
    placeOf: (field) => placeOf(columnOf(field)),
  };
}

/** `3/8/2026` and `2026-03-08 00:00`, as spreadsheets write days, in ISO form; anything else as it is. */
export function isoDate(text: string): string {
  const day = text.replace(/[T ]0?0:00(:00)?$/, "");
  const american = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(day);
  return american ? `${american[3]}-${american[1]!.padStart(2, "0")}-${american[2]!.padStart(2, "0")}` : day;
}

function columnOf(field: SessionField | "speakers"): ScheduleColumnKey {
  if (field === "duration") return "minutes";
  return field === "guid" || field === "slug" ? "id" : field;
}
