import type { Readable } from "node:stream";
import type { RowError } from "../row-error.object.ts";
import { writeCsv } from "./write-csv.ts";

/** What is wrong with a file as a CSV file of its own, to mend the first one by. `options` are those of writeCsv. */
export const writeRowErrors = (
  errors: Iterable<RowError> | AsyncIterable<RowError>,
  options: { bom?: boolean } = {},
): Readable => writeCsv(["Line", "Column", "Value", "Code", "Message", "Severity"], cells(errors), options);

async function* cells(errors: Iterable<RowError> | AsyncIterable<RowError>) {
  for await (const { line, column, value, code, message, severity } of errors)
    yield [line, column, value, code, message, severity];
}
