import type { Readable } from "node:stream";
import { type CsvProblem, lineProblem } from "../core/csv/csv-problem.ts";
import { type CsvColumn, readCsv } from "../core/csv/read-csv.ts";
import { type CsvFacts, sniffCsv } from "../core/csv/sniff-csv.ts";
import { say } from "../core/messages/message.ts";
import type { KindColumn } from "../policies/kind-columns.ts";
import type { RosterHeadings } from "./check-roster.ts";
import { emptyRow, parseRosterRow, type RosterColumn } from "./parse-roster-row.ts";
import { copyOf } from "./roster-copy.ts";

/** How a roster is to be read. */
export interface RosterTask {
  facts: CsvFacts;
  columns: readonly CsvColumn<RosterColumn | KindColumn>[];
}

/** What one piece of a roster holds. */
export interface RosterPart {
  /** Its rows, and lines that are no rows with what is wrong with them: what COPY takes into `roster_stage`. */
  copy: Uint8Array;
  /** Rows of data; null: the file is refused as a whole. */
  rowCount: number | null;
  /** Physical line of the file, 1 = first, on which the last of them starts. */
  lastLine: number;
  headings: RosterHeadings;
}

/** Finds out how a roster is to be read: one pass over its bytes. Runs on a thread of its own. */
export async function* lookAtRosterBytes(headings: readonly string[], open: () => Readable): AsyncGenerator<CsvFacts> {
  yield await sniffCsv(open, headings);
}

/** Reads a roster row by row, without looking anything up. Runs on a thread of its own. */
export async function* readRosterRows(
  { facts, columns }: RosterTask,
  open: () => Readable,
): AsyncGenerator<RosterPart, void, undefined> {
  // What separates columns by commas cannot have one in a number; spreadsheet programs that write decimal commas use semicolons.
  const decimalComma = facts.delimiter !== ",";
  for await (const { rows, problems, rowCount, isRefusal, headingOf } of readCsv(open, facts, columns)) {
    const staged = rows.map((row) => ({ ...parseRosterRow(row, headingOf, decimalComma), given: row.given }));
    const refused = problems.map((problem) => ({
      row: emptyRow(problem.line),
      given: null,
      errors: [rosterProblem(problem)],
    }));
    yield {
      copy: copyOf([...staged, ...refused]),
      rowCount: isRefusal ? null : rowCount,
      lastLine: Math.max(rows.at(-1)?.line ?? 0, problems.at(-1)?.line ?? 0),
      headings: Object.fromEntries(columns.map(({ key }) => [key, headingOf(key)])) as RosterHeadings,
    };
  }
}

/** A roster without rows may mean that nobody attended. */
const rosterProblem = (problem: CsvProblem): CsvProblem =>
  problem.code === "NO_ROWS" ? lineProblem(problem.line, "NO_ROWS", say("rowError.nobodyAttended")) : problem;
