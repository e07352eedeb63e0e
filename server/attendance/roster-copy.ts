import type { CsvProblem, CsvProblemCode } from "../core/csv/csv-problem.ts";
import { fold } from "../core/fold.ts";
import { spellingsSaid } from "../members/name-keys.ts";
import type { RosterProblemCode, RosterRow } from "./parse-roster-row.ts";

/** A row as it was read: what its cells mean, and what is wrong with those that mean nothing. */
export interface StagedRow {
  row: RosterRow;
  /** As given, where the meaning is written differently. Null: the line is no row. */
  given: { completionDate: string; credits: string } | null;
  errors: CsvProblem<RosterProblemCode | CsvProblemCode>[];
}

const copyEscapes: Record<string, string> = { "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" };
const copyCell = (value: string | number | null): string =>
  value === null ? "\\N" : String(value).replace(/[\\\n\r\t]/g, (char) => copyEscapes[char] ?? char);

/** One line of what COPY takes. */
export const copiedLine = (cells: readonly (string | number | null)[]): string => `${cells.map(copyCell).join("\t")}\n`;

/** Letters, digits and spaces alone, of which nothing needs to be escaped. */
const arrayCell = (texts: readonly string[] | null): string | null =>
  texts && `{${texts.map((text) => `"${text}"`).join(",")}}`;

function copyLine({ row, given, errors }: StagedRow): string {
  const {
    line,
    programNumber,
    memberNumber,
    firstName,
    lastName,
    completionDate,
    credits,
    offering = null,
    kinds,
  } = row;
  const said = spellingsSaid(firstName, lastName);
  const cells = [
    line,
    programNumber,
    memberNumber,
    firstName,
    arrayCell(said.first),
    arrayCell(said.given),
    lastName,
    arrayCell(said.last),
    completionDate,
    completionDate && (given?.completionDate ?? null),
    credits,
    credits && (given?.credits ?? null),
    offering,
    offering && fold(offering),
    kinds ? JSON.stringify(Object.fromEntries(kinds.map(({ id, credits: amount }) => [id, amount]))) : null,
    kinds ? JSON.stringify(kinds) : null,
    errors.length > 0 ? JSON.stringify(errors) : null,
  ];
  return copiedLine(cells);
}

/** Rows as COPY takes them into the columns of `roster_stage`. */
export const copyOf = (rows: readonly StagedRow[]): Uint8Array => new TextEncoder().encode(rows.map(copyLine).join(""));
