import type { Readable } from "node:stream";
import { normalizedAddress } from "../conferences/read-registrations.ts";
import { mostFileErrors, rowErrorOf } from "../conferences/read-schedule.ts";
import { inIsoForm } from "../conferences/schedule/schedule-csv.ts";
import { readClock, readMoment } from "../conferences/schedule/wall-time.ts";
import { type CsvProblem, cellProblem } from "../core/csv/csv-problem.ts";
import { type CsvColumn, type CsvRow, readCsv } from "../core/csv/read-csv.ts";
import { sniffCsv } from "../core/csv/sniff-csv.ts";
import { ErrorCode } from "../core/errors.ts";
import { say } from "../core/messages/message.ts";
import { type Catalogue, knowLanguage, type Language } from "../core/messages/sentence.ts";
import type { RowError } from "../core/row-error.object.ts";

/** The columns of a file of who was at a session. One of those that name the session must be filled, and one of those that name the person. */
export const presenceFileColumns = [
  { key: "sessionId", headings: ["Session ID"], required: false },
  { key: "title", headings: ["Session", "Title", "Session Title"], required: false },
  { key: "start", headings: ["Start", "Start Time"], required: false },
  { key: "email", headings: ["Email", "E-mail Address"], required: false },
  { key: "memberNumber", headings: ["Member ID", "Member Number"], required: false },
  { key: "badge", headings: ["Badge"], required: false },
  { key: "name", headings: ["Name", "Attendee", "Participant"], required: false },
  { key: "minutes", headings: ["Minutes", "Duration"], required: false },
  { key: "joined", headings: ["Joined", "Join Time"], required: false },
  { key: "left", headings: ["Left", "Leave Time"], required: false },
] as const satisfies readonly CsvColumn<string>[];

type Column = (typeof presenceFileColumns)[number]["key"];

/** A moment of a file: an instant, or a time of day on the session's. */
export type FileTime = { at: string } | { clock: string };

/** A row, without anything looked up. Of the columns that name one thing in several ways empty ones are "". */
export interface PresenceFileRow {
  line: number;
  sessionId: string;
  title: string;
  /** Instant. */
  start: string | null;
  email: string;
  memberNumber: string;
  badge: string;
  /** Says who it was where nothing else does. */
  name: string;
  minutes: number | null;
  stay: { joined: FileTime; left: FileTime } | null;
}

export interface PresenceRowsTask {
  language: Language;
  /** The messages of `language`, which the thread that reads may not have. */
  texts: Catalogue | undefined;
  timeZone: string;
  /** What the accreditor calls a member number. */
  memberIdLabel: string;
}

export interface PresenceRowsPart {
  rows: PresenceFileRow[];
  /** Of the whole file at most `mostFileErrors`: with the last of them the reading ends. */
  errors: RowError[];
  /** As the file has them. */
  headings: Record<Column, string>;
}

/** A day has so many minutes, and no session more than a week. */
const mostMinutes = 7 * 24 * 60;

/** Reads such a file. Bad content never throws: all that is wrong is among the errors. Runs on a thread of its own. */
export async function* readPresenceRows(
  { language, texts, timeZone, memberIdLabel }: PresenceRowsTask,
  open: () => Readable,
): AsyncGenerator<PresenceRowsPart> {
  knowLanguage(language, texts);
  const columns: readonly CsvColumn<Column>[] = presenceFileColumns.map((column) =>
    column.key === "memberNumber" && !(column.headings as readonly string[]).includes(memberIdLabel)
      ? { ...column, headings: [memberIdLabel, ...column.headings] }
      : column,
  );
  const facts = await sniffCsv(
    open,
    columns.flatMap((column) => column.headings),
  );
  let errorCount = 0;
  for await (const batch of readCsv(open, facts, columns)) {
    const problems: CsvProblem<string>[] = [...batch.problems];
    const rows = batch.rows.map((row) => readRow(row, batch.headingOf, timeZone, problems));
    const first = problems.sort((a, b) => a.line - b.line).slice(0, mostFileErrors - errorCount);
    errorCount += first.length;
    yield {
      rows,
      errors: first.map((problem) => rowErrorOf(problem, language)),
      headings: Object.fromEntries(columns.map(({ key }) => [key, batch.headingOf(key)])) as Record<Column, string>,
    };
    if (errorCount === mostFileErrors) return;
  }
}

/** One row; what is wrong with it is added to the problems. */
function readRow(
  { line, values, given }: CsvRow<Column>,
  headingOf: (key: Column) => string,
  timeZone: string,
  problems: CsvProblem<string>[],
): PresenceFileRow {
  const report = (key: Column, code: ErrorCode, advice: Parameters<typeof cellProblem>[4]) => {
    problems.push(cellProblem(line, headingOf(key), given[key] ?? "", code, advice));
    return null;
  };
  const cell = (key: Column): string => (values[key] ?? "").replace(/\s+/g, " ").trim();
  const momentOf = (key: "start" | "joined" | "left"): FileTime | null => {
    const text = cell(key);
    if (text === "") return null;
    const clock = key === "start" ? null : readClock(text);
    if (clock !== null) return { clock };
    const at = readMoment(inIsoForm(text), timeZone);
    return at ? { at: at.toUTC().toISO() ?? "" } : report(key, ErrorCode.INVALID_TIME, say("presence.fileTime"));
  };
  const start = momentOf("start");
  const [joined, left] = [momentOf("joined"), momentOf("left")];
  if (cell("sessionId") === "" && cell("title") === "")
    report("sessionId", ErrorCode.MISSING_VALUE, say("presence.fileSession"));
  else if (cell("sessionId") === "" && cell("start") === "")
    report("start", ErrorCode.MISSING_VALUE, say("presence.fileStart"));
  if (cell("email") === "" && cell("memberNumber") === "" && cell("badge") === "" && cell("name") === "")
    report("email", ErrorCode.MISSING_VALUE, say("presence.filePerson"));
  if ((cell("joined") === "") !== (cell("left") === ""))
    report(cell("joined") === "" ? "joined" : "left", ErrorCode.MISSING_VALUE, say("presence.fileBothTimes"));
  let minutes: number | null = null;
  if (cell("minutes") !== "") {
    minutes = /^\d{1,5}$/.test(cell("minutes")) ? Number(cell("minutes")) : 0;
    if (minutes < 1 || minutes > mostMinutes)
      report("minutes", ErrorCode.INVALID_DURATION, say("presence.fileMinutes"));
    if (cell("joined") !== "") report("minutes", ErrorCode.INVALID_VALUE, say("presence.fileOneOfBoth"));
  }
  return {
    line,
    sessionId: cell("sessionId"),
    title: cell("title"),
    start: start && "at" in start ? start.at : null,
    email: normalizedAddress(cell("email")),
    memberNumber: cell("memberNumber"),
    badge: cell("badge"),
    name: cell("name"),
    minutes,
    stay: joined && left ? { joined, left } : null,
  };
}
