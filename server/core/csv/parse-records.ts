import type { TransformOptions } from "node:stream";
import { promisify } from "node:util";
import { type Options, parse } from "csv-parse";
import { parse as parseWhole } from "csv-parse/sync";
import type { Message } from "../messages/message.ts";

/** The most text of one record, in KB, as csv-parse counts it. A longer one is a lost quotation mark, or no table at all. */
export const maxRecordSize = 32;

/** After this many characters without the end of a record it is too long: csv-parse counts no delimiters. */
const maxUnended = 8 * maxRecordSize * 1024;

/**
 * Why a record's cells cannot be trusted. After UNCLOSED_QUOTE (open at the end of the file) and TOO_LONG (often an open
 * quotation mark, too) the rest of the file cannot be parsed.
 */
export type CsvFault = "MISPLACED_QUOTE" | "UNCLOSED_QUOTE" | "TOO_LONG";

/** One record of a CSV file, or one row of a workbook's sheet. */
export interface CsvRecord {
  /** The physical line on which it starts, 1 = first line of the file; the row's number in a sheet. */
  line: number;
  /** As given; where one begins with a quotation mark, without the white space around them. A blank line has one, empty. */
  cells: string[];
  fault: CsvFault | null;
  /** What is wrong with single cells, by their place from 0, where the file itself says so. */
  cellFaults?: Map<number, Message>;
  /** It is no row, but tells what a sheet does not show of rows that were read. */
  unseen?: Message;
}

/**
 * How csv-parse reads people's files: LF, CRLF and CR all end a line, even mixed. Rows may have any number of cells. A
 * quotation mark inside an unquoted cell is a plain character (`="00123"`, `5" disk`). Its errors go to `on_skip`, and
 * none is thrown or emitted; after CSV_MAX_RECORD_SIZE it must be given no more text.
 */
export function parserOptions(delimiter: string) {
  return {
    delimiter,
    record_delimiter: ["\r\n", "\n", "\r"],
    relax_quotes: true,
    relax_column_count: true,
    skip_records_with_error: true,
    max_record_size: maxRecordSize * 1024,
  } satisfies Options;
}

/**
 * The records of a text that comes in pieces: with each piece those that it completes. `delimiter` is one ASCII character;
 * the lines before `firstLine` (1 = first line of the file) are passed over. The next piece is taken when the next records
 * are asked for. Ends after a fault that ends the parsing.
 */
export async function* parseRecords(
  pieces: AsyncIterable<string>,
  delimiter: string,
  firstLine = 1,
): AsyncGenerator<CsvRecord[], void, undefined> {
  let line = firstLine;
  let unended = 0;
  let fault: CsvFault | null = null;
  const options: Options & TransformOptions = {
    ...parserOptions(delimiter),
    from_line: firstLine,
    raw: true,
    on_skip: (error) => {
      fault = error?.code === "CSV_QUOTE_NOT_CLOSED" ? "UNCLOSED_QUOTE" : "TOO_LONG";
    },
    // So that a piece is parsed to its end before any of its records is taken.
    readableHighWaterMark: Number.MAX_SAFE_INTEGER,
  };
  const parser = parse(options);
  const write = promisify<string, void>(parser.write.bind(parser));
  const end = promisify<void>(parser.end.bind(parser));

  function takeRecords(): CsvRecord[] {
    const records: CsvRecord[] = [];
    for (let parsed: Parsed | null = parser.read(); parsed !== null; parsed = parser.read()) {
      records.push(checkQuotes(line, parsed, delimiter));
      line += parsed.raw.match(/\r\n?|\n/g)?.length ?? 0;
    }
    unended = records.length > 0 ? 0 : unended;
    if (unended > maxUnended) fault = "TOO_LONG";
    if (fault !== null) records.push({ line, cells: [], fault });
    return records;
  }

  try {
    for await (const piece of pieces) {
      unended += piece.length;
      await write(piece);
      yield takeRecords();
      if (fault !== null) return;
    }
    await end();
    yield takeRecords();
  } finally {
    parser.destroy();
  }
}

/** What csv-parse gives with `raw`; of a line break that ends the record, `raw` has the first character only. */
interface Parsed {
  record: string[];
  raw: string;
}

/**
 * With `relax_quotes` csv-parse also accepts a quotation mark inside a quoted cell that neither closes it nor is doubled,
 * so that a lost one merges cells and lines in silence; and it takes those of `, "Smith, Ann" ,` for plain characters.
 * Cells where that happened begin with a quotation mark. Whether it did, a strict second reading of the record tells.
 */
function checkQuotes(line: number, { record, raw }: Parsed, delimiter: string): CsvRecord {
  if (!raw.includes('"') || !record.some((cell) => /^\s*"/.test(cell))) return { line, cells: record, fault: null };
  let fault: CsvFault | null = null;
  const [cells = record] = parseWhole(raw, {
    ...parserOptions(delimiter),
    relax_quotes: false,
    trim: true,
    on_skip: (error) => {
      if (error?.code !== "INVALID_OPENING_QUOTE") fault = "MISPLACED_QUOTE";
    },
  });
  return { line, cells, fault };
}
