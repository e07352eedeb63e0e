import type { Readable } from "node:stream";
import { say } from "../messages/message.ts";
import { type Language, sentence } from "../messages/sentence.ts";
import type { RowError } from "../row-error.object.ts";
import { writeCsv } from "./write-csv.ts";

/** What is told of a row; of those that only say how many more there are no line is known. */
type Reported = Pick<RowError, "column" | "value" | "code" | "message" | "severity"> & { line: number | null };

const columns = ["line", "column", "value", "code", "message", "severity"] as const;

/** What is wrong with a file as a CSV file of its own, by which the first one can be corrected, with headings in the reader's language. `options` are those of writeCsv. */
export const writeRowErrors = (
  errors: Iterable<Reported> | AsyncIterable<Reported>,
  language: Language,
  options: { bom?: boolean } = {},
): Readable =>
  writeCsv(
    columns.map((column) => sentence(say(`rowErrorHeading.${column}`), language)),
    cells(errors),
    options,
  );

async function* cells(errors: Iterable<Reported> | AsyncIterable<Reported>) {
  for await (const error of errors) yield columns.map((column) => error[column]);
}
