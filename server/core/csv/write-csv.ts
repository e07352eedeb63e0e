import { pipeline, type Readable } from "node:stream";
import { stringify } from "csv-stringify";

/**
 * A CSV file as a stream of UTF-8: the headings, then the rows, with CRLF as RFC 4180 has it. Rows are taken from their
 * source only as fast as the stream is read. An error of the source is the stream's error.
 *
 * @param options.bom A byte order mark first, by which Excel knows UTF-8. Default true; off for programs.
 */
export function writeCsv(
  headings: readonly string[],
  rows: Iterable<readonly Cell[]> | AsyncIterable<readonly Cell[]>,
  options: { bom?: boolean } = {},
): Readable {
  const csv = stringify({ bom: options.bom ?? true, record_delimiter: "\r\n", quoted_match: /[\r\n;\t]/ });
  // The consumer of the stream meets its errors, and one who stops early ends the source: nothing is left to do here.
  pipeline(harmlessRows(headings, rows), csv, () => {});
  return csv;
}

type Cell = string | number | null;

async function* harmlessRows(
  headings: readonly Cell[],
  rows: Iterable<readonly Cell[]> | AsyncIterable<readonly Cell[]>,
) {
  yield headings.map(harmless);
  for await (const row of rows) yield row.map(harmless);
}

/** What begins so gets an apostrophe in front; with one already, another, so that one can be taken off again. */
const likeFormula = /^'*[=+\-@＝＋－＠\t\r\n]/;

/**
 * A cell that no spreadsheet program runs as a formula: what begins like one gets an apostrophe in front, as OWASP
 * advises ("CSV Injection"). A plain number stays as it is, also a negative one.
 */
function harmless(cell: Cell): string {
  const text = cell === null ? "" : String(cell);
  return likeFormula.test(text) && !/^[+-]?\d+(?:\.\d+)?$/.test(text) ? `'${text}` : text;
}

/** A cell without the apostrophe that keeps it from being a formula: what was written, as it was. */
export const withoutGuard = (text: string): string =>
  text.startsWith("'") && likeFormula.test(text) ? text.slice(1) : text;
