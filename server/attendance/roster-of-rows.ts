import { Readable } from "node:stream";
import { DomainError, ErrorCode } from "../core/errors.ts";
import { everyRosterColumn, type RosterColumn, rosterColumnKeys } from "./parse-roster-row.ts";
import type { GivenRoster } from "./roster-file.ts";

/** So much of a further kind of credit, as text. */
export interface EntryKind {
  kind: string;
  credits: string;
}

/** A row of a roster that comes without a file, each cell as text. */
export interface RosterEntry extends Record<(typeof rosterColumnKeys)[number], string> {
  offering?: string | null;
  creditKinds?: readonly EntryKind[] | null;
}

/** So many at once; their request is not larger than a document may be. */
export const mostEntries = 1_000;

/** Every row is one line: a line break in a cell would move the lines of those after it. */
const csvCell = (text: string): string =>
  text === "" ? "" : `"${text.replace(/[\r\n]+/g, " ").replaceAll('"', '""')}"`;

const csvLine = (cells: readonly string[]): string => `${cells.map(csvCell).join(",")}\r\n`;

/**
 * Rows as the file that they would be, with a line of headings: the same rows give the same bytes, so that they are known again, and
 * from there on there is one way only. Columns go by the names of the API's fields, kinds of credit by their codes, in the order in which the rows name them.
 * @throws BAD_INPUT where there are too many rows, or one names a kind twice
 */
export function rosterOfRows(entries: readonly RosterEntry[]): GivenRoster {
  if (entries.length > mostEntries)
    throw new DomainError(ErrorCode.BAD_INPUT, "attendance.tooManyRows", { field: "rows", most: mostEntries });
  for (const [row, { creditKinds }] of entries.entries()) {
    const named = (creditKinds ?? []).map(({ kind }) => kind);
    const twice = named.findIndex((kind, at) => named.indexOf(kind) !== at);
    if (twice >= 0)
      throw new DomainError(ErrorCode.BAD_INPUT, "policies.creditKindTwice", {
        field: `rows.${row}.creditKinds.${twice}.kind`,
        kind: named[twice] ?? "",
      });
  }
  const columns: readonly RosterColumn[] = entries.some(({ offering }) => offering)
    ? everyRosterColumn
    : rosterColumnKeys;
  const kinds = [...new Set(entries.flatMap(({ creditKinds }) => (creditKinds ?? []).map(({ kind }) => kind)))];

  function* lines(): Generator<Buffer> {
    yield Buffer.from(csvLine([...columns, ...kinds]));
    for (const entry of entries) {
      const earned = new Map((entry.creditKinds ?? []).map(({ kind, credits }) => [kind, credits]));
      const cells = [...columns.map((column) => entry[column] ?? ""), ...kinds.map((kind) => earned.get(kind) ?? "")];
      yield Buffer.from(csvLine(cells));
    }
  }
  return { name: "rows.json", read: () => Readable.from(lines(), { objectMode: false }) };
}
