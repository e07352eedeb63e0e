import { createHash } from "node:crypto";
import type { Readable } from "node:stream";
import { parse } from "csv-parse/sync";
import { fold } from "../fold.ts";
import type { NameIn } from "../messages/message.ts";
import { type ChosenSheet, chooseSheet } from "../workbook/choose-sheet.ts";
import { decoderOf, type TextEncoding, UndecodableText } from "./decode-text.ts";
import { parserOptions } from "./parse-records.ts";

/** Formats that are sent in place of CSV. */
export type ForeignFormat = NameIn<"fileFormat">;

/** What one look at a whole file tells about it, before a cell is read. */
export interface CsvFacts {
  encoding: TextEncoding;
  /** The character between cells, one of ASCII. */
  delimiter: string;
  /** The first line is Excel's `sep=;`, so that the headings stand in the next one. */
  hasSeparatorLine: boolean;
  byteSize: number;
  /** Of the bytes as they came, in hexadecimal: the same file sent twice has the same one. */
  sha256: string;
  /** What the file is where it is neither text nor a workbook; else null. */
  foreignFormat: ForeignFormat | null;
  /** Of a workbook: the sheet that is the table, or why none is. */
  sheet?: ChosenSheet;
}

const headSize = 64 * 1024;
const delimiters = [",", ";", "\t"] as const;

const signatures: readonly [hex: string, format: ForeignFormat][] = [
  ["504b0304", "zip"],
  ["504b0506", "zip"],
  ["d0cf11e0a1b11ae1", "oldExcel"],
  ["25504446", "pdf"],
  ["89504e47", "image"],
  ["ffd8ff", "image"],
  ["47494638", "image"],
  ["1f8b", "compressed"],
  ["377abcaf271c", "compressed"],
  ["52617221", "compressed"],
];

/**
 * Reads a file once, in constant memory, and tells how to read it as CSV. `open` gives a new stream of its bytes.
 *
 * - Encoding: by byte order mark; UTF-16 without one by its zero bytes; else UTF-8 where every byte of the file is valid,
 *   else Windows-1252. A file that is UTF-8 but for a few bytes stays UTF-8, and readCsv names the line: read as
 *   Windows-1252 it would turn every accented name in it into nonsense.
 * - Delimiter: from a `sep=` line; else the one of comma, semicolon and tab by which the heading line has the most of the
 *   `headings` that are expected, and among equals the most cells.
 * - A workbook: which of its sheets is the table.
 */
export async function sniffCsv(open: () => Readable, headings: readonly string[] = []): Promise<CsvFacts> {
  const hash = createHash("sha256");
  const utf8 = new Utf8Check();
  let byteSize = 0;
  let head = Buffer.alloc(0);
  for await (const chunk of open() as AsyncIterable<Buffer>) {
    hash.update(chunk);
    byteSize += chunk.length;
    if (head.length < headSize) head = Buffer.concat([head, chunk.subarray(0, headSize - head.length)]);
    utf8.push(chunk);
  }
  utf8.push(null);
  const sheet = isZip(head) ? await chooseSheet(open, headings) : null;
  if (sheet) return { ...textOfWorkbook, byteSize, sha256: hash.digest("hex"), sheet };
  const encoding = visibleEncoding(head) ?? (utf8.isPlausible() ? "utf-8" : "windows-1252");
  const text = decoderOf(encoding, false)(head);
  const separator = /^"?sep=([!#-/:-@[-`{-~\t])"?[,;\t]*(?:\r|\n|$)/i.exec(text)?.[1];
  return {
    encoding,
    delimiter: separator ?? likelyDelimiter(text, headings),
    hasSeparatorLine: separator !== undefined,
    byteSize,
    sha256: hash.digest("hex"),
    foreignFormat: foreignFormat(head, text, encoding),
  };
}

const isZip = (head: Buffer): boolean => head.subarray(0, 4).toString("hex") === "504b0304";

/** What is said of a workbook in the place of a text's facts: nothing separates its cells, so a comma in a number is a decimal one. */
const textOfWorkbook = {
  encoding: "utf-8",
  delimiter: "\t",
  hasSeparatorLine: false,
  foreignFormat: null,
} as const satisfies Partial<CsvFacts>;

/** Counts, in a stream of bytes, what is UTF-8 beyond ASCII and what is not. */
class Utf8Check {
  #validate: ((bytes: Buffer | null) => string) | null = decoderOf("utf-8", true);
  #decode = decoderOf("utf-8", false);
  #good = 0;
  #bad = 0;

  /** Null: there are no more. */
  push(chunk: Buffer | null): void {
    try {
      this.#validate?.(chunk);
    } catch (error) {
      if (!(error instanceof UndecodableText)) throw error;
      this.#validate = null;
    }
    const text = this.#decode(chunk);
    if (!/[^\0-\x7f]/.test(text)) return;
    this.#good += text.match(/[^\0-\x7f\ufffd]/gu)?.length ?? 0;
    this.#bad += text.match(/\ufffd/g)?.length ?? 0;
  }

  /** The whole is valid, or most of it. By chance a pair of Windows-1252 letters is valid, too: `É’`. */
  isPlausible(): boolean {
    return this.#validate !== null || this.#good > this.#bad;
  }
}

/** The encoding that a file's first bytes show, by a byte order mark or by UTF-16's zero bytes; null: not by these. */
function visibleEncoding(head: Buffer): TextEncoding | null {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return "utf-8";
  if (head[0] === 0xff && head[1] === 0xfe) return "utf-16le";
  if (head[0] === 0xfe && head[1] === 0xff) return "utf-16be";
  // Headings are mostly ASCII, of which every other byte is zero in UTF-16.
  const start = head.subarray(0, 256);
  let even = 0;
  let odd = 0;
  start.forEach((byte, at) => {
    if (byte === 0 && at % 2 === 0) even++;
    if (byte === 0 && at % 2 === 1) odd++;
  });
  const many = start.length * 0.3;
  const few = start.length * 0.05;
  if (odd > many && even <= few) return "utf-16le";
  if (even > many && odd <= few) return "utf-16be";
  return null;
}

function foreignFormat(head: Buffer, text: string, encoding: TextEncoding): ForeignFormat | null {
  const hex = head.subarray(0, 8).toString("hex");
  const signature = signatures.find(([start]) => hex.startsWith(start));
  if (signature) return signature[1];
  if (/^\s*</.test(text)) return "xml";
  if (/^\s*\{/.test(text)) return "json";
  if (encoding.startsWith("utf-16")) return null;
  let controls = 0;
  // Line breaks, tabs and the end mark of DOS belong to text.
  for (const byte of head) if (byte < 0x20 && ![0x09, 0x0a, 0x0d, 0x1a].includes(byte)) controls++;
  return controls > 16 && controls > head.length * 0.05 ? "notText" : null;
}

function likelyDelimiter(head: string, headings: readonly string[]): string {
  const expected = new Set(headings.map(fold));
  let best: string = delimiters[0];
  let bestScore = -1;
  for (const delimiter of delimiters) {
    const records = parse(head, { ...parserOptions(delimiter), skip_empty_lines: true, to: 100 });
    const cells = records.find((record) => record.some((cell) => /[^\s,;]/.test(cell))) ?? [];
    const known = cells.filter((cell) => expected.has(fold(cell))).length;
    const score = known * 1000 + cells.length;
    if (score > bestScore) {
      best = delimiter;
      bestScore = score;
    }
  }
  return best;
}
