import type { CsvColumn, CsvRow } from "../../core/csv/read-csv.ts";
import { fold } from "../../core/fold.ts";
import { say } from "../../core/messages/message.ts";
import { type KindColumn, type KnownKind, kindColumns } from "../../policies/kind-columns.ts";
import { checkZone, emptyConference, readSessions } from "./parse-schedule.ts";
import {
  type KeptColumn,
  keptColumns,
  type ParsedSchedule,
  type ParsedSession,
  type ScheduleOptions,
  type ScheduleProblem,
} from "./parsed-schedule.ts";
import { problemAt, type RawSession, type SessionField, tidy } from "./raw-schedule.ts";

/**
 * The columns of a schedule in CSV. `Date` is the day on which the session starts, also after midnight. `Start` is a time
 * of day, or date and time, which then needs no `Date`. One of `End` and `Minutes` must be filled. Speakers are parted by
 * semicolons, because commas stand in names. `Virtual` is yes or no, or empty where that is not known. Further kinds of credit have columns of their
 * own (`columnsOfKinds`). The list of sessions as a file is a schedule, too.
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
  { key: "type", headings: ["Type", "Session Type"], required: false },
  { key: "language", headings: ["Language"], required: false },
  { key: "virtual", headings: ["Virtual"], required: false },
] as const satisfies readonly CsvColumn<string>[];

/** What the list of sessions as a file has besides. Rows that are off the schedule are not in it; of the other columns nothing is taken. */
const listColumns = [
  { key: "removed", headings: ["No Longer in the Schedule"], required: false },
  { key: "timeZone", headings: ["Time Zone"], required: false },
  { key: "releasedOn", headings: ["Released On"], required: false },
  { key: "registrationTypes", headings: ["Registration Types"], required: false },
  { key: "eligible", headings: ["Eligible"], required: false },
  { key: "credits", headings: ["Credits"], required: false },
  { key: "furtherCredit", headings: ["Further Credit"], required: false },
  { key: "reasonForTheCredits", headings: ["Reason for the Credits"], required: false },
] as const satisfies readonly CsvColumn<string>[];

/** With those that a file may have and the template has not. */
export const everyScheduleColumn = [...scheduleColumns, ...listColumns] as const;

export type ScheduleColumnKey = (typeof scheduleColumns)[number]["key"];
export const headingOfKept = (key: KeptColumn): string => listColumns.find((column) => column.key === key)!.headings[0];

/** Whether a cell of such a column says what is so: spreadsheet programs write days and numbers in their own way. */
export function saysTheSame(key: KeptColumn, cell: string, is: string): boolean {
  if (key === "credits") return cell === "" || is === "" ? cell === is : Number(cell.replace(",", ".")) === Number(is);
  if (key === "eligible") return readVirtual(cell) === readVirtual(is);
  return (key === "releasedOn" ? isoDate(cell) : tidy(cell)) === tidy(is);
}

export type ScheduleRow = Pick<CsvRow<ScheduleColumnKey>, "line"> & {
  values: Record<ScheduleColumnKey, string> & Partial<Record<KeptColumn | "removed" | KindColumn, string>>;
};

/** A column for each further kind of credit. What a schedule has a column for anyway is not one of a kind. */
export function columnsOfKinds(kinds: readonly KnownKind[]): CsvColumn<KindColumn>[] {
  const taken = everyScheduleColumn.flatMap((column) => column.headings);
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
  const scheduled = [...rows].filter(({ values }) => !values.removed);
  const raws = scheduled.map((row) => rawSession(row, ofKinds, problems));
  const sessions = readSessions(raws, { ...options, dayChange }, problems);
  const kept = new Map(scheduled.map(({ line, values }) => [line, keptOf(values)]));
  for (const session of sessions) Object.assign(session, kept.get(session.line ?? 0));
  const refused = new Set(problems.map((problem) => problem.line));
  return { conference: emptyConference, sessions: sessions.filter((session) => !refused.has(session.line)), problems };
}

/** What a row says of what is decided elsewhere; nothing where it says nothing. */
function keptOf(values: ScheduleRow["values"]): Pick<ParsedSession, "kept"> {
  const said = keptColumns.filter((key) => values[key]).map((key) => [key, values[key]]);
  return said.length > 0 ? { kept: Object.fromEntries(said) } : {};
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
  const momentOf = (key: "start" | "end") => inIsoForm(textOf(key) ?? "") || null;
  return {
    guid: null,
    id: textOf("id"),
    slug: null,
    title: textOf("title"),
    subtitle: textOf("subtitle"),
    date: date === null ? null : isoDate(date),
    start: momentOf("start"),
    end: momentOf("end"),
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

export const inIsoForm = (text: string): string => text.replace(...asIso);

/** `3/8/2026 9:00`, and `9:00 PM`, as spreadsheets write date and time, in ISO form; anything else as it is. */
const asIso = [
  /^(\d{1,2})\/(\d{1,2})\/(\d{4}) (\d{1,2}):(\d\d)(?::\d\d)?(?: ?([AP])M)?$/i,
  (_: string, month: string, day: string, year: string, hour: string, minute: string, half?: string) => {
    const hours = half ? (Number(hour) % 12) + (/p/i.test(half) ? 12 : 0) : Number(hour);
    const [mm, dd, hh] = [month, day, String(hours)].map((part) => part.padStart(2, "0"));
    return `${year}-${mm}-${dd} ${hh}:${minute}`;
  },
] as const;

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
