import type { Readable } from "node:stream";
import { fold } from "../fold.ts";
import { withoutInvisibleEnds } from "../invisible-ends.ts";
import { type Message, say } from "../messages/message.ts";
import { whyUnreadable } from "../workbook/choose-sheet.ts";
import { Workbook } from "../workbook/open-workbook.ts";
import { sheetRecords } from "../workbook/sheet-records.ts";
import { type CsvProblem, type CsvProblemCode, cellProblem, lineProblem, printable } from "./csv-problem.ts";
import { decodeText, lineOfUndecodable, UndecodableText } from "./decode-text.ts";
import { type CsvFault, type CsvRecord, maxRecordSize, parseRecords } from "./parse-records.ts";
import type { CsvFacts } from "./sniff-csv.ts";
import { withoutGuard } from "./write-csv.ts";

/** A column that a file may have. */
export interface CsvColumn<K extends string> {
  key: K;
  /** Any of these will do; the first one is the template's. Only letters and digits count: not case, spaces or hyphens. */
  headings: readonly [string, ...string[]];
  /** A file without this column is refused. */
  required: boolean;
  /** Nothing is taken from it, so nothing in it can be wrong. */
  ignored?: boolean;
}

/** One row below the headings. A column that the file does not have, or a cell that the row lacks, is `""`. */
export interface CsvRow<K extends string> {
  /** The physical line of the file on which the row starts, 1 = first line of the file. */
  line: number;
  /** Without surrounding white space, no-break and zero-width spaces; `="00123"` is `00123`, and `'=1` is `=1`. */
  values: Record<K, string>;
  /** As the file has them; where a cell of the row begins with a quotation mark, without the white space around cells. */
  given: Record<K, string>;
}

/** What one piece of about 64 KB of the file holds. */
export interface CsvBatch<K extends string> {
  rows: CsvRow<K>[];
  problems: CsvProblem[];
  /** Rows of data, those with a problem included. */
  rowCount: number;
  /**
   * The file is refused as a whole, because of its last problem here: no batch follows, and what was read before is not
   * all of it. False: each problem is one of a single row.
   */
  isRefusal: boolean;
  /** A column's heading as the file has it. */
  headingOf: (key: K) => string;
}

/** A heading line with more cells is no heading line. */
const maxColumns = 256;

/**
 * Reads a CSV file row by row, with constant memory: the next piece of the file is read when the next batch is asked for.
 * `open` gives a stream of its bytes, `facts` are sniffCsv's of the same bytes.
 *
 * Whatever is wrong with the file is a problem in a batch, and no exception; only the stream's own errors are thrown.
 * All problems of the headings come at once and end the reading, as do a file that is no CSV and one whose rows cannot
 * be told apart. A row with a problem is not among the rows. Blank lines and lines of nothing but delimiters are skipped,
 * but they count in the line numbers.
 */
export async function* readCsv<K extends string>(
  open: () => Readable,
  facts: CsvFacts,
  columns: readonly CsvColumn<K>[],
): AsyncGenerator<CsvBatch<K>, void, undefined> {
  const table = new Table(columns);
  if (facts.foreignFormat !== null) {
    yield table.refuse(1, "NOT_A_CSV", say("file.foreignFormat", { format: say(`fileFormat.${facts.foreignFormat}`) }));
    return;
  }
  if (facts.sheet && "advice" in facts.sheet) {
    yield table.refuse(1, "UNREADABLE_FILE", facts.sheet.advice);
    return;
  }
  try {
    for await (const records of recordsOf(open, facts)) {
      const batch = table.read(records);
      if (batch.rows.length > 0 || batch.problems.length > 0) yield batch;
      if (batch.isRefusal) return;
    }
  } catch (error) {
    if (facts.sheet) {
      yield table.refuse(1, "UNREADABLE_FILE", whyUnreadable(error));
      return;
    }
    if (!(error instanceof UndecodableText)) throw error;
    yield table.refuse(await lineOfUndecodable(open(), facts.encoding), "UNREADABLE_FILE", say("file.undecodable"));
    return;
  }
  if (!table.hasRows) yield table.refuseAsEmpty();
}

/**
 * The records of a text file, or of the sheet that is the table.
 * @throws UndecodableText; UnreadableWorkbook, UnreadableXml
 */
export async function* recordsOf(open: () => Readable, facts: CsvFacts): AsyncGenerator<CsvRecord[], void, undefined> {
  const { sheet, encoding, delimiter, hasSeparatorLine } = facts;
  if (sheet && "part" in sheet) yield* sheetRecords(await Workbook.open(open), sheet);
  else yield* parseRecords(decodeText(open(), encoding), delimiter, hasSeparatorLine ? 2 : 1);
}

/** The state of one reading: the headings once they are known, and what to say about each record. */
class Table<K extends string> {
  hasRows = false;
  #columns: readonly CsvColumn<K>[];
  #headings: Record<K, string>;
  /** Of each cell of a row, its column's key. Null: the heading line has not been read. */
  #keys: K[] | null = null;
  #absent: K[] = [];
  readonly #ignored: ReadonlySet<K>;
  #headingLine = 1;

  constructor(columns: readonly CsvColumn<K>[]) {
    this.#columns = columns;
    this.#ignored = new Set(columns.flatMap(({ key, ignored }) => (ignored ? [key] : [])));
    this.#headings = Object.fromEntries(columns.map((column) => [column.key, column.headings[0]])) as Record<K, string>;
  }

  read(records: readonly CsvRecord[]): CsvBatch<K> {
    const batch: CsvBatch<K> = {
      rows: [],
      problems: [],
      rowCount: 0,
      isRefusal: false,
      headingOf: (key) => this.#headings[key],
    };
    for (const record of records) {
      this.#readRecord(record, batch);
      if (batch.isRefusal) break;
    }
    return batch;
  }

  refuse(line: number, code: CsvProblemCode, advice: Message): CsvBatch<K> {
    return { ...this.read([]), problems: [lineProblem(line, code, advice)], isRefusal: true };
  }

  refuseAsEmpty(): CsvBatch<K> {
    return this.#keys === null
      ? this.refuse(1, "EMPTY_FILE", say("file.empty"))
      : this.refuse(this.#headingLine, "NO_ROWS", say("file.noRows"));
  }

  #readRecord({ line, cells, fault, cellFaults, unseen }: CsvRecord, batch: CsvBatch<K>): void {
    if (unseen) {
      batch.problems.push(lineProblem(line, "UNREADABLE_FILE", unseen));
      return;
    }
    if (fault !== null) {
      this.hasRows = true;
      batch.rowCount++;
      batch.problems.push(lineProblem(line, "UNREADABLE_FILE", faultAdvice[fault]));
      batch.isRefusal = fault !== "MISPLACED_QUOTE" || this.#keys === null;
      return;
    }
    if (cells.every(isBlank)) return;
    if (this.#keys === null) {
      this.#headingLine = line;
      this.#readHeadings(line, cells, batch.problems);
      batch.isRefusal = batch.problems.length > 0;
      return;
    }
    this.hasRows = true;
    batch.rowCount++;
    const row = this.#readRow(line, cells, this.#keys, batch.problems, cellFaults);
    if (row !== null) batch.rows.push(row);
  }

  #readRow(
    line: number,
    cells: readonly string[],
    keys: readonly K[],
    problems: CsvProblem[],
    cellFaults?: ReadonlyMap<number, Message>,
  ): CsvRow<K> | null {
    if (cells.length > keys.length) {
      const extra = cells.findIndex((cell, at) => at >= keys.length && !isBlank(cell));
      if (extra !== -1) {
        const advice = say("file.tooManyCells", { cells: extra + 1, headings: keys.length });
        problems.push(lineProblem(line, "TOO_MANY_CELLS", advice, { value: cells[extra]! }));
        return null;
      }
    }
    const values = {} as Record<K, string>;
    const given = {} as Record<K, string>;
    let isSound = true;
    for (let at = 0; at < keys.length; at++) {
      const key = keys[at]!;
      const cell = cells[at] ?? "";
      given[key] = cell;
      values[key] = clean(cell);
      if (cell.includes("\0")) {
        isSound = false;
        const advice = say("file.zeroByte");
        problems.push(cellProblem(line, this.#headings[key], cell, "UNREADABLE_FILE", advice));
      }
      const fault = cellFaults?.get(at);
      if (fault && !this.#ignored.has(key)) {
        isSound = false;
        problems.push(cellProblem(line, this.#headings[key], cell, "UNREADABLE_FILE", fault));
      }
    }
    for (const key of this.#absent) given[key] = values[key] = "";
    return isSound ? { line, values, given } : null;
  }

  #readHeadings(line: number, cells: readonly string[], problems: CsvProblem[]): void {
    const width = cells.findLastIndex((cell) => !isBlank(cell)) + 1;
    if (width > maxColumns) {
      const advice = say("file.tooManyHeadings", { headings: width });
      problems.push(lineProblem(line, "TOO_MANY_CELLS", advice));
      return;
    }
    const keyOf = new Map(this.#columns.flatMap(({ key, headings }) => headings.map((text) => [fold(text), key])));
    const keys: K[] = [];
    const seen = new Map<string, string>();
    for (let at = 0; at < width; at++) {
      const heading = printable(clean(cells[at]!));
      const folded = fold(heading);
      const key = keyOf.get(folded);
      const twin = seen.get(key ?? folded);
      if (heading === "") {
        const advice = say("file.noHeading", { column: at + 1 });
        problems.push(lineProblem(line, "UNKNOWN_COLUMN", advice));
      } else if (twin !== undefined) {
        const advice =
          twin === heading ? say("file.columnTwice", { heading }) : say("file.columnsSame", { twin, heading });
        problems.push(lineProblem(line, "DUPLICATE_COLUMN", advice, { column: heading, value: heading }));
      } else if (key === undefined) {
        const advice = say("file.unknownColumn", { heading });
        problems.push(lineProblem(line, "UNKNOWN_COLUMN", advice, { column: heading, value: heading }));
      }
      seen.set(key ?? folded, heading);
      if (key === undefined) continue;
      keys.push(key);
      this.#headings[key] = heading;
    }
    for (const { key, headings, required } of this.#columns) {
      if (seen.has(key)) continue;
      this.#absent.push(key);
      if (!required) continue;
      const advice = say("file.missingColumn", { heading: headings[0] });
      problems.push(lineProblem(line, "MISSING_COLUMN", advice, { column: headings[0] }));
    }
    this.#keys = keys;
  }
}

/** A cell's text as people see it; Excel's `="00123"`, which keeps leading zeros, as `00123`, and without the apostrophe that exports put before what begins like a formula. */
function clean(cell: string): string {
  if (cell === "") return cell;
  const first = cell.charCodeAt(0);
  const last = cell.charCodeAt(cell.length - 1);
  const isPlain = first > 0x20 && first < 0x7f && last > 0x20 && last < 0x7f;
  const text = isPlain ? cell : withoutInvisibleEnds(cell);
  if (!text.startsWith('="') || text.length < 3 || !text.endsWith('"')) return withoutGuard(text);
  return withoutInvisibleEnds(text.slice(2, -1).replaceAll('""', '"'));
}

function isBlank(cell: string): boolean {
  return cell === "" || clean(cell) === "";
}

const faultAdvice: Record<CsvFault, Message> = {
  MISPLACED_QUOTE: say("file.misplacedQuote"),
  UNCLOSED_QUOTE: say("file.unclosedQuote"),
  TOO_LONG: say("file.rowTooLong", { kilobytes: maxRecordSize }),
};
