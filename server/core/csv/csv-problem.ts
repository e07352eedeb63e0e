import { type Message, say } from "../messages/message.ts";

/** What may be wrong with a CSV file, whatever it is about. */
export type CsvProblemCode =
  | "EMPTY_FILE"
  | "NO_ROWS"
  | "NOT_A_CSV"
  /** Characters that are not of the file's encoding, zero bytes, stray or open quotation marks, endless rows. */
  | "UNREADABLE_FILE"
  | "MISSING_COLUMN"
  | "UNKNOWN_COLUMN"
  | "DUPLICATE_COLUMN"
  | "TOO_MANY_CELLS";

/** What is wrong in one place of a file. */
export interface CsvProblem<Code extends string = CsvProblemCode> {
  /** The physical line, 1 = first line of the file. */
  line: number;
  /** The column's heading as the file has it (for MISSING_COLUMN as the template has it); null: the whole line. */
  column: string | null;
  /** As given, but at most 200 characters, with zero bytes as ␀ (PostgreSQL stores none). Null: no single cell. */
  value: string | null;
  code: Code;
  /** Begins with the place and says what to do: `Line 14, AAST ID: no member 100999. …` */
  message: Message;
}

/** A problem of one cell. `column` is its heading as the file has it. */
export function cellProblem<Code extends string>(
  line: number,
  column: string,
  value: string,
  code: Code,
  advice: Message,
): CsvProblem<Code> {
  return { line, column, value: printable(value), code, message: say("file.cell", { line, column, advice }) };
}

/** A problem of a whole line, or of the file, which then is that of its first line. */
export function lineProblem<Code extends string>(
  line: number,
  code: Code,
  advice: Message,
  about: { column?: string; value?: string } = {},
): CsvProblem<Code> {
  const value = about.value === undefined ? null : printable(about.value);
  return { line, column: about.column ?? null, value, code, message: say("file.line", { line, advice }) };
}

/** A text from a file, short and clean enough for a message or a database column. */
export function printable(text: string): string {
  const short = text.length > 200 ? `${[...text.slice(0, 400)].slice(0, 199).join("")}…` : text;
  return short.replaceAll("\0", "␀");
}
