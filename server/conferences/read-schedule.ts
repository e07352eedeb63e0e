import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { lineProblem } from "../core/csv/csv-problem.ts";
import { readCsv } from "../core/csv/read-csv.ts";
import { sniffCsv } from "../core/csv/sniff-csv.ts";
import { ErrorCode } from "../core/errors.ts";
import { type Message, say } from "../core/messages/message.ts";
import { type Catalogue, knowLanguage, type Language, sentence } from "../core/messages/sentence.ts";
import { FindingSeverity, type RowError } from "../core/row-error.object.ts";
import { parseSchedule } from "./schedule/parse-schedule.ts";
import type { ParsedSession, ScheduleOptions } from "./schedule/parsed-schedule.ts";
import { columnsOfKinds, everyScheduleColumn, type ScheduleRow, scheduleFromRows } from "./schedule/schedule-csv.ts";
import { scheduleFormat } from "./schedule/schedule-text.ts";

/** Most sessions of one conference. The largest that publish such files have about a thousand. */
const mostSessions = 5_000;

/** What is wrong at one place of a file, by any of its readers. */
interface Problem {
  line: number | null;
  column: string | null;
  value: string | null;
  code: string;
  message: Message;
}

/** A problem as rows of a file report it. JSON has no lines; its path says where. */
export const rowErrorOf = (problem: Problem, language: Language): RowError => ({
  line: problem.line ?? 1,
  column: problem.column,
  value: problem.value,
  code: problem.code as ErrorCode,
  message: sentence(problem.message, language),
  suggestions: [],
  severity: FindingSeverity.ERROR,
});

export interface ScheduleTask {
  options: ScheduleOptions;
  language: Language;
  /** The messages of `language`, which the thread that reads may not have. */
  texts: Catalogue | undefined;
}

export interface ReadSchedule {
  sessions: ParsedSession[];
  /** At most `mostFileErrors`. */
  errors: RowError[];
}

/** So many things that are wrong with a file are said: who has more mends these first. */
export const mostFileErrors = 10_000;

/**
 * Reads a schedule: frab's or pentabarf's XML, the c3voc's JSON, or CSV, told apart by content. Bad content never throws:
 * all that is wrong is among the errors, in the order of the file. Runs on a thread of its own.
 */
export async function* readSchedule(
  { options, language, texts }: ScheduleTask,
  open: () => Readable,
): AsyncGenerator<ReadSchedule> {
  knowLanguage(language, texts);
  const content = await buffer(open());
  const { sessions, problems } =
    scheduleFormat(content) === "CSV" ? await readCsvSchedule(content, options) : parseSchedule(content, options);
  if (sessions.length > mostSessions)
    problems.push(lineProblem(1, ErrorCode.INVALID_VALUE, say("file.tooManySessions", { maximum: mostSessions })));
  const first = problems.toSorted((a, b) => (a.line ?? 1) - (b.line ?? 1)).slice(0, mostFileErrors);
  const errors = first.map((problem) => rowErrorOf(problem, language));
  yield { sessions: errors.length > 0 ? [] : sessions, errors };
}

async function readCsvSchedule(
  content: Buffer,
  options: ScheduleOptions,
): Promise<{ sessions: ParsedSession[]; problems: Problem[] }> {
  const open = () => Readable.from([content]);
  const columns = [...everyScheduleColumn, ...columnsOfKinds(options.kinds ?? [])];
  const facts = await sniffCsv(
    open,
    columns.flatMap((column) => column.headings),
  );
  const rows: ScheduleRow[] = [];
  const problems: Problem[] = [];
  for await (const batch of readCsv(open, facts, columns)) {
    rows.push(...batch.rows);
    problems.push(...batch.problems);
  }
  const schedule = scheduleFromRows(rows, options);
  return { sessions: schedule.sessions, problems: [...problems, ...schedule.problems] };
}
