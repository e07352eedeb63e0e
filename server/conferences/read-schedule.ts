import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { cellProblem, lineProblem } from "../core/csv/csv-problem.ts";
import { type CsvColumn, type CsvRow, readCsv } from "../core/csv/read-csv.ts";
import { sniffCsv } from "../core/csv/sniff-csv.ts";
import { ErrorCode } from "../core/errors.ts";
import { fold } from "../core/fold.ts";
import { type Message, say } from "../core/messages/message.ts";
import { type Catalogue, knowLanguage, type Language, sentence } from "../core/messages/sentence.ts";
import { FindingSeverity, type RowError } from "../core/row-error.object.ts";
import type { CreditKind } from "../policies/credit-kind.entity.ts";
import { isKindColumn, type KindColumn, kindColumns, kindOfColumn } from "../policies/kind-columns.ts";
import { parseSchedule } from "./schedule/parse-schedule.ts";
import type { ParsedSession, ScheduleOptions } from "./schedule/parsed-schedule.ts";
import { readVirtual, type ScheduleColumnKey, scheduleColumns, scheduleFromRows } from "./schedule/schedule-csv.ts";
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
  /** The further kinds of credit of the conference: a schedule in CSV may have a column for each. */
  kinds: readonly Pick<CreditKind, "id" | "code" | "unit" | "name">[];
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
  { options, kinds, language, texts }: ScheduleTask,
  open: () => Readable,
): AsyncGenerator<ReadSchedule> {
  knowLanguage(language, texts);
  const content = await buffer(open());
  const { sessions, problems } =
    scheduleFormat(content) === "CSV"
      ? await readCsvSchedule(content, options, kinds)
      : parseSchedule(content, options);
  if (sessions.length > mostSessions)
    problems.push(lineProblem(1, ErrorCode.INVALID_VALUE, say("file.tooManySessions", { maximum: mostSessions })));
  const first = problems.toSorted((a, b) => (a.line ?? 1) - (b.line ?? 1)).slice(0, mostFileErrors);
  const errors = first.map((problem) => rowErrorOf(problem, language));
  yield { sessions: errors.length > 0 ? [] : sessions, errors };
}

async function readCsvSchedule(
  content: Buffer,
  options: ScheduleOptions,
  kinds: ScheduleTask["kinds"],
): Promise<{ sessions: ParsedSession[]; problems: Problem[] }> {
  const open = () => Readable.from([content]);
  const columns: CsvColumn<ScheduleColumnKey | KindColumn>[] = [...scheduleColumns, ...columnsOfKinds(kinds)];
  const facts = await sniffCsv(
    open,
    columns.flatMap((column) => column.headings),
  );
  const rows: CsvRow<ScheduleColumnKey | KindColumn>[] = [];
  const problems: Problem[] = [];
  for await (const batch of readCsv(open, facts, columns)) {
    rows.push(...batch.rows);
    problems.push(...batch.problems);
  }
  const schedule = scheduleFromRows(rows, options);
  // A column that says nothing anywhere is as one that the file does not have.
  const said = columns.filter(({ key }) => isKindColumn(key) && rows.some(({ values }) => values[key] !== ""));
  const byLine = new Map(rows.map((row) => [row.line, row]));
  const sessions = schedule.sessions.map((session) => {
    const row = byLine.get(session.line ?? 0);
    return row ? { ...session, kinds: kindsOfRow(row, said, problems) } : session;
  });
  return { sessions, problems: [...problems, ...schedule.problems] };
}

/** A column that a schedule has anyway is not one of a kind. */
function columnsOfKinds(kinds: ScheduleTask["kinds"]): CsvColumn<KindColumn>[] {
  const taken = scheduleColumns.flatMap((column) => column.headings);
  return kindColumns(kinds, taken).flatMap((column): CsvColumn<KindColumn>[] => {
    const [first, ...others] = column.headings.filter(
      (heading) => !taken.some((other) => fold(other) === fold(heading)),
    );
    return first === undefined ? [] : [{ ...column, headings: [first, ...others] }];
  });
}

const amount = /^\d{1,4}(\.\d{1,2})?$/;
const nothing = /^(no|n|0{1,4}(\.0{1,2})?)?$/i;

/** What a row says of further kinds: an amount, "yes" for what its minutes earn, or nothing. */
function kindsOfRow(
  { line, values, given }: CsvRow<ScheduleColumnKey | KindColumn>,
  columns: readonly CsvColumn<ScheduleColumnKey | KindColumn>[],
  problems: Problem[],
): ParsedSession["kinds"] {
  const kinds: NonNullable<ParsedSession["kinds"]> = {};
  for (const { key, headings } of columns) {
    if (!isKindColumn(key)) continue;
    const kind = kindOfColumn(key);
    const text = values[key] ?? "";
    if (nothing.test(text)) kinds[kind] = "NONE";
    else if (readVirtual(text) === true && text !== "1") kinds[kind] = "ALL";
    else if (amount.test(text)) kinds[kind] = text;
    else
      problems.push(
        cellProblem(line, headings[0], given[key] ?? text, ErrorCode.INVALID_CREDITS, say("file.kindAmount")),
      );
  }
  return kinds;
}
