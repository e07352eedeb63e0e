import { type CsvProblem, lineProblem } from "../core/csv/csv-problem.ts";
import { readCsv } from "../core/csv/read-csv.ts";
import { say } from "../core/messages/message.ts";
import type { LineRange, RosterHeadings } from "./check-roster.ts";
import { parseRosterRow, type RosterColumn, type RosterRow } from "./parse-roster-row.ts";
import type { RosterFile } from "./roster-file.ts";
import type { StagedRow } from "./roster-stage.ts";

/** So many portions a large roster is checked and recorded in, to show how far it is. */
const portionCount = 20;

/** One pass over the file: hands on its rows, and lines that are no rows with what is wrong with them. */
export class RosterReading {
  headings: RosterHeadings = {} as RosterHeadings;
  /** Rows of data; null where the file was refused as a whole. */
  rowCount: number | null = 0;
  #lastLine = 0;

  constructor(private readonly file: RosterFile) {}

  /** @param onBatch told after each piece of the file */
  async *rows(onBatch: () => Promise<void> = async () => {}): AsyncGenerator<StagedRow[], void, undefined> {
    const { open, facts, columns } = this.file;
    // What separates columns by commas cannot have one in a number; spreadsheet programs that write decimal commas use semicolons.
    const decimalComma = facts.delimiter !== ",";
    for await (const { rows, problems, rowCount, isRefusal, headingOf } of readCsv(open, facts, columns)) {
      this.headings = Object.fromEntries(columns.map(({ key }) => [key, headingOf(key)])) as Record<
        RosterColumn,
        string
      >;
      this.rowCount = isRefusal || this.rowCount === null ? null : this.rowCount + rowCount;
      this.#lastLine = Math.max(this.#lastLine, rows.at(-1)?.line ?? 0, problems.at(-1)?.line ?? 0);
      const staged: StagedRow[] = rows.map((row) => ({
        ...parseRosterRow(row, headingOf, decimalComma),
        given: row.given,
      }));
      yield [
        ...staged,
        ...problems.map((problem) => ({ row: emptyRow(problem.line), given: null, errors: [rosterProblem(problem)] })),
      ];
      await onBatch();
    }
  }

  /** All lines of the file, in portions of the same length. */
  portions(): LineRange[] {
    const upTo = Array.from({ length: portionCount }, (_, i) => Math.ceil((this.#lastLine * (i + 1)) / portionCount));
    return upTo.map((line, i) => ({ after: upTo[i - 1] ?? 0, upTo: line })).filter((range) => range.upTo > range.after);
  }

  /** How many of the lines have been passed, from 0 to 1. */
  shareUpTo({ upTo }: LineRange): number {
    return this.#lastLine === 0 ? 1 : Math.min(1, upTo / this.#lastLine);
  }
}

/** A roster without rows may mean that nobody attended. */
const rosterProblem = (problem: CsvProblem): CsvProblem =>
  problem.code === "NO_ROWS" ? lineProblem(problem.line, "NO_ROWS", say("rowError.nobodyAttended")) : problem;

const emptyRow = (line: number): RosterRow => ({
  line,
  programNumber: null,
  memberNumber: null,
  firstName: null,
  lastName: null,
  completionDate: null,
  credits: null,
});
