import type { Readable } from "node:stream";
import { day, email, named, number, oneOf, plain, type ReadCell } from "../../attendance/read-cells.ts";
import { copiedLine } from "../../attendance/roster-copy.ts";
import { type CsvProblem, cellProblem, printable } from "../../core/csv/csv-problem.ts";
import { type CsvColumn, type CsvRow, readCsv, recordsOf } from "../../core/csv/read-csv.ts";
import { type CsvFacts, sniffCsv } from "../../core/csv/sniff-csv.ts";
import { ErrorCode } from "../../core/errors.ts";
import { withoutInvisibleEnds } from "../../core/invisible-ends.ts";
import { say } from "../../core/messages/message.ts";
import { everyColumn, MemberImportColumn, usualHeadings } from "./member-import.columns.ts";

/** A list of members as its first look shows it. */
export interface MemberFileFacts {
  facts: CsvFacts;
  /** Those of the first line that has any. */
  headings: string[];
}

/** How a list is to be read. */
export interface MemberRowsTask {
  facts: CsvFacts;
  /** The heading of each column that is used. */
  headings: Partial<Record<MemberImportColumn, string>>;
  /** Headings that nothing is taken from. */
  ignored: readonly string[];
}

/** What one piece of a list holds. */
export interface MemberRowsPart {
  /** What COPY takes into `member_stage`. */
  copy: Uint8Array;
  /** Rows of data; null: the file is refused as a whole. */
  rowCount: number | null;
}

/** Finds out how a list is to be read, and how its columns are headed. Runs on a thread of its own. */
export async function* lookAtMemberFile(
  memberIdLabel: string,
  open: () => Readable,
): AsyncGenerator<MemberFileFacts, void, undefined> {
  const facts = await sniffCsv(open, [memberIdLabel, ...Object.values(usualHeadings).flat()]);
  const isTable = facts.foreignFormat === null && !(facts.sheet && "advice" in facts.sheet);
  yield { facts, headings: isTable ? await headingsOf(open, facts) : [] };
}

async function headingsOf(open: () => Readable, facts: CsvFacts): Promise<string[]> {
  try {
    for await (const records of recordsOf(open, facts))
      for (const { cells } of records) {
        const headings = cells.map((cell) => printable(withoutInvisibleEnds(cell)));
        if (headings.some((heading) => heading !== ""))
          return headings.filter((heading) => heading !== "").slice(0, 256);
      }
  } catch {
    // What can't be read is said by the reading itself.
  }
  return [];
}

/** The columns of the stage, in the order in which COPY takes them. A cell is null where nothing is said, and empty where something is taken away. */
export const stageColumns = everyColumn.map((column) => column.toLowerCase());

type Key = MemberImportColumn | `-${number}`;

/** Reads a list row by row, without looking anything up. Runs on a thread of its own. */
export async function* readMemberRows(
  { facts, headings, ignored }: MemberRowsTask,
  open: () => Readable,
): AsyncGenerator<MemberRowsPart, void, undefined> {
  const columns: CsvColumn<Key>[] = [
    ...everyColumn.flatMap((key) => {
      const heading = headings[key];
      const required = key === MemberImportColumn.MEMBER_NUMBER;
      return heading !== undefined || required
        ? [{ key, headings: [heading ?? usualHeadings[key][0] ?? key] as [string], required }]
        : [];
    }),
    ...ignored.map(
      (heading, i): CsvColumn<Key> => ({ key: `-${i}`, headings: [heading], required: false, ignored: true }),
    ),
  ];
  for await (const { rows, problems, rowCount, isRefusal, headingOf } of readCsv(open, facts, columns)) {
    const lines = rows.map((row) => lineOf(row, headingOf, headings));
    const refused = problems.map((problem) =>
      copiedLine([problem.line, ...stageColumns.map(() => null), json([problem])]),
    );
    yield {
      copy: new TextEncoder().encode([...lines, ...refused].join("")),
      rowCount: isRefusal ? null : rowCount,
    };
  }
}

const json = (problems: readonly CsvProblem<string>[]): string | null =>
  problems.length > 0 ? JSON.stringify(problems) : null;

function lineOf(
  { line, values, given }: CsvRow<Key>,
  headingOf: (key: Key) => string,
  headings: MemberRowsTask["headings"],
): string {
  const problems: CsvProblem<string>[] = [];
  const cells = everyColumn.map((column) => {
    const text = headings[column] === undefined ? "" : values[column].replace(/\s+/g, " ");
    if (column === MemberImportColumn.MEMBER_NUMBER && text === "") {
      problems.push(
        cellProblem(line, headingOf(column), given[column], ErrorCode.MISSING_VALUE, say("file.emptyCell")),
      );
      return null;
    }
    if (text === "") return null;
    const read = readCell[column](text);
    if (typeof read === "string") return read;
    problems.push(cellProblem(line, headingOf(column), given[column], read.code, read.advice));
    return null;
  });
  return copiedLine([line, ...cells, json(problems)]);
}

const readCell: Record<MemberImportColumn, ReadCell> = {
  MEMBER_NUMBER: number,
  FIRST_NAME: named(100),
  LAST_NAME: named(100),
  SUFFIX: named(20),
  EMAIL: email,
  PHONE: plain(50),
  CITY: plain(100),
  STATE: plain(100),
  ZIP: plain(20),
  COUNTY: plain(100),
  ROLE: plain(100),
  MEMBERSHIP: oneOf({ MEMBER: ["member", "m"], GUEST: ["guest", "nonmember", "g"] }, say("memberImport.memberOrGuest")),
  MEMBER_SINCE: day,
  MEMBER_UNTIL: day,
  ACTIVE: oneOf(
    {
      true: ["yes", "y", "true", "1", "active", "current"],
      false: ["no", "n", "false", "0", "inactive", "lapsed", "expired", "former"],
    },
    say("memberImport.yesOrNo"),
  ),
};
