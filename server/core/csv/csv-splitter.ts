/** The most characters that one record may have. A longer one is a lost quotation mark, or no table at all. */
export const maxRecordLength = 32_768;

/**
 * Why a record's cells cannot be trusted; `line` is where the record, or the quotation mark at fault, stands. After
 * UNCLOSED_QUOTE (still open after maxRecordLength characters, or at the end of the file) and TOO_LONG the rest of the
 * file cannot be split.
 */
export interface CsvFault {
  kind: "MISPLACED_QUOTE" | "UNCLOSED_QUOTE" | "TOO_LONG";
  line: number;
}

/** One record of a CSV file, as given. `line` is the physical line on which it starts, 1 = first line of the file. */
export interface CsvRecord {
  line: number;
  cells: string[];
  fault: CsvFault | null;
}

const quote = 0x22;
const space = 0x20;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/**
 * Splits CSV text that comes in pieces into records, after RFC 4180 but for what people's files really have:
 * - LF, CRLF and CR all end a line, even mixed. A blank line is a record of one empty cell. Nothing else breaks a line.
 * - A quotation mark inside an unquoted cell is a plain character (`="00123"`, `5" disk`): where that cell ends is certain.
 * - Spaces around a quoted cell are dropped (`, "Smith" ,`).
 * - Inside a quoted cell, a quotation mark that neither closes the cell nor is doubled is a fault of that record: where
 *   the cell ends would be a guess. Splitting goes on behind it, so that the faults of later records are found too.
 *
 * Not csv-parse: it counts a quoted CRLF as two lines, does not say where an open quotation mark stands, and has one
 * switch for both kinds of stray quotation mark (on, it merges rows in silence; off, `="00123"` ends the whole file).
 * The tests hold this one against it.
 */
export class CsvSplitter {
  #delimiter: number;
  #text = "";
  #at = 0;
  #line = 1;
  #stopped = false;

  /** `delimiter` is one UTF-16 code unit, neither a quotation mark nor a line break. */
  constructor(delimiter: string) {
    this.#delimiter = delimiter.charCodeAt(0);
  }

  /** The records that are complete with this piece of text. None after a fault that ends the splitting. */
  push(piece: string): CsvRecord[] {
    this.#text = this.#text.slice(this.#at) + piece;
    this.#at = 0;
    return this.#split(false);
  }

  /** The last record, if the file does not end in a line break. */
  end(): CsvRecord[] {
    return this.#split(true);
  }

  #split(isEnd: boolean): CsvRecord[] {
    const records: CsvRecord[] = [];
    while (!this.#stopped && this.#at < this.#text.length) {
      const record = this.#readRecord(isEnd);
      if (record === null) break;
      records.push(record);
      this.#stopped = record.fault !== null && record.fault.kind !== "MISPLACED_QUOTE";
    }
    return records;
  }

  /** The record that starts at `#at`, or null where more text is needed to know its end; moves behind it. */
  #readRecord(isEnd: boolean): CsvRecord | null {
    const text = this.#text;
    const length = text.length;
    const limit = this.#at + maxRecordLength;
    const record: CsvRecord = { line: this.#line, cells: [], fault: null };
    let line = this.#line;
    let at = this.#at;
    for (;;) {
      let start = at;
      while (text.charCodeAt(start) === space) start++;
      let end: number;
      if (text.charCodeAt(start) === quote) {
        const openedOn = line;
        let value = "";
        let from = start + 1;
        for (;;) {
          const close = text.indexOf('"', from);
          if (close === -1) {
            return isEnd || length > limit ? stop(record, "UNCLOSED_QUOTE", openedOn) : null;
          }
          if (text.charCodeAt(close + 1) === quote) {
            value += text.slice(from, close + 1);
            from = close + 2;
            continue;
          }
          end = close + 1;
          while (text.charCodeAt(end) === space) end++;
          if (end === length && !isEnd) return length > limit ? stop(record, "UNCLOSED_QUOTE", openedOn) : null;
          if (end === length || this.#endsCell(text.charCodeAt(end))) {
            value += text.slice(from, close);
            break;
          }
          record.fault ??= { kind: "MISPLACED_QUOTE", line: openedOn };
          value += text.slice(from, close + 1);
          from = close + 1;
        }
        if (end > limit) return stop(record, "UNCLOSED_QUOTE", openedOn);
        record.cells.push(value);
        line += countLineBreaks(value);
      } else {
        end = start;
        while (end < length && !this.#endsCell(text.charCodeAt(end))) end++;
        if (end > limit) return stop(record, "TOO_LONG", record.line);
        if (end === length && !isEnd) return null;
        record.cells.push(text.slice(at, end));
      }
      if (end < length && text.charCodeAt(end) === this.#delimiter) {
        at = end + 1;
        continue;
      }
      // A CR at the end of the piece may be half of a CRLF.
      if (end === length - 1 && text.charCodeAt(end) === carriageReturn && !isEnd) return null;
      const isPair = text.charCodeAt(end) === carriageReturn && text.charCodeAt(end + 1) === lineFeed;
      this.#at = Math.min(end + (isPair ? 2 : 1), length);
      this.#line = line + 1;
      return record;
    }
  }

  #endsCell(code: number): boolean {
    return code === this.#delimiter || code === lineFeed || code === carriageReturn;
  }
}

function stop(record: CsvRecord, kind: CsvFault["kind"], line: number): CsvRecord {
  record.fault = { kind, line };
  return record;
}

function countLineBreaks(text: string): number {
  if (!text.includes("\n") && !text.includes("\r")) return 0;
  return text.match(/\r\n?|\n/g)?.length ?? 0;
}
