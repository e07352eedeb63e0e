import type { Readable } from "node:stream";
import { day as readDay } from "../attendance/read-cells.ts";
import { copiedLine } from "../attendance/roster-copy.ts";
import { type CsvProblem, cellProblem, printable } from "../core/csv/csv-problem.ts";
import { type CsvColumn, type CsvRow, readCsv, recordsOf } from "../core/csv/read-csv.ts";
import { type CsvFacts, sniffCsv } from "../core/csv/sniff-csv.ts";
import { ErrorCode } from "../core/errors.ts";
import { fold } from "../core/fold.ts";
import { withoutInvisibleEnds } from "../core/invisible-ends.ts";
import { say } from "../core/messages/message.ts";
import type { BundleColumn } from "./bundle.entity.ts";
import { movingKinds } from "./every-kind.ts";
import { type MovingColumn, type MovingKind, type MovingKindName, stagedColumns } from "./moving-kind.ts";

/** What one look at a whole file of a bundle shows. */
export interface MovingFileFacts {
  facts: CsvFacts;
  /** For what each heading of its first line is used. */
  columns: BundleColumn[];
  /** Keys of columns in which some day can only be read day-first, and none only month-first. */
  dayFirst: string[];
  /** Keys of columns whose days could all be read either way. */
  eitherWay: string[];
}

/** How a file is to be looked at. */
export interface MovingLookTask {
  kind: MovingKindName;
  /** The accreditor's name for a member's number. */
  memberIdLabel: string;
  /** For what a file of this kind used its headings before. */
  before: readonly BundleColumn[];
  /** For what its sender uses its headings: that goes before everything else. */
  chosen: readonly BundleColumn[];
}

/** How a file is to be read. */
export interface MovingRowsTask extends Pick<MovingFileFacts, "facts" | "columns" | "dayFirst"> {
  kind: MovingKindName;
  /** Its place among the files of the bundle. */
  file: number;
}

export interface MovingRowsPart {
  /** What COPY takes into the stage of the kind. */
  copy: Uint8Array;
  /** Rows of data; null: the file is refused as a whole. */
  rowCount: number | null;
}

/** Finds out how a file is to be read: its encoding, its columns, and which of its days are day-first. Runs on a thread of its own. */
export async function* lookAtMovingFile(
  task: MovingLookTask,
  open: () => Readable,
): AsyncGenerator<MovingFileFacts, void, undefined> {
  const kind = movingKinds[task.kind];
  const facts = await sniffCsv(open, [task.memberIdLabel, ...kind.columns.flatMap(({ headings }) => headings)]);
  const isTable = facts.foreignFormat === null && !(facts.sheet && "advice" in facts.sheet);
  const found: MovingFileFacts = { facts, columns: [], dayFirst: [], eitherWay: [] };
  if (isTable)
    try {
      await readDays(found, kind, task, open);
    } catch {
      // What can't be read is said by the reading itself.
    }
  yield found;
}

const slashed = /^\s*(\d{1,2})\/(\d{1,2})\/\d{4}\b/;

async function readDays(
  found: MovingFileFacts,
  kind: MovingKind,
  { memberIdLabel, before, chosen }: MovingLookTask,
  open: () => Readable,
): Promise<void> {
  let places: (string | null)[] | null = null;
  const seen = new Map<string, { dayFirst: boolean; monthFirst: boolean; any: boolean }>();
  const days = new Set(kind.columns.filter(({ isDay }) => isDay).map(({ key }) => key));
  for await (const records of recordsOf(open, found.facts))
    for (const { cells } of records) {
      if (places === null) {
        const headings = cells.map((cell) => printable(withoutInvisibleEnds(cell)));
        if (headings.every((heading) => heading === "")) continue;
        found.columns = usesOf(kind, headings.slice(0, 256), memberIdLabel, before, chosen);
        places = found.columns.map(({ column }) => (column !== null && days.has(column) ? column : null));
        continue;
      }
      places.forEach((key, at) => {
        const match = key === null ? null : slashed.exec(cells[at] ?? "");
        if (!match || key === null) return;
        const said = seen.get(key) ?? { dayFirst: false, monthFirst: false, any: true };
        if (Number(match[1]) > 12) said.dayFirst = true;
        if (Number(match[2]) > 12) said.monthFirst = true;
        seen.set(key, said);
      });
    }
  for (const [key, { dayFirst, monthFirst }] of seen) {
    if (dayFirst && !monthFirst) found.dayFirst.push(key);
    if (!dayFirst && !monthFirst) found.eitherWay.push(key);
  }
}

/** For what each heading is used: as was chosen, else as before, where a file of this kind had it, else by what it is called; the first of two wins. */
function usesOf(
  kind: MovingKind,
  headings: readonly string[],
  memberIdLabel: string,
  before: readonly BundleColumn[],
  chosen: readonly BundleColumn[],
): BundleColumn[] {
  const usual = new Map(kind.columns.flatMap(({ key, headings }) => headings.map((text) => [fold(text), key])));
  if (kind.columns.some(({ key }) => key === "member_number") && !usual.has(fold(memberIdLabel)))
    usual.set(fold(memberIdLabel), kind.name === "MERGED_NUMBERS" ? "goes_by" : "member_number");
  const known = new Map(before.map(({ heading, column }) => [fold(heading), column]));
  const picked = new Map(chosen.map(({ heading, column }) => [fold(heading), column]));
  const reserved = new Set(headings.map((heading) => picked.get(fold(heading)) ?? null));
  const taken = new Set<string>();
  return headings.map((heading) => {
    const key = fold(heading);
    const isPicked = picked.has(key);
    const column = (isPicked ? picked.get(key) : known.has(key) ? known.get(key) : usual.get(key)) ?? null;
    if (column === null || taken.has(column) || (!isPicked && reserved.has(column))) return { heading, column: null };
    taken.add(column);
    return { heading, column };
  });
}

/** Reads a file row by row, without looking anything up. Runs on a thread of its own. */
export async function* readMovingRows(
  task: MovingRowsTask,
  open: () => Readable,
): AsyncGenerator<MovingRowsPart, void, undefined> {
  const kind = movingKinds[task.kind];
  const headingOfKey = new Map(task.columns.flatMap(({ heading, column }) => (column ? [[column, heading]] : [])));
  const columns: CsvColumn<string>[] = [
    ...kind.columns.flatMap(({ key, headings, required = false }) => {
      const heading = headingOfKey.get(key);
      return heading !== undefined || required
        ? [{ key, headings: [heading ?? headings[0]] as [string], required }]
        : [];
    }),
    ...task.columns.flatMap(({ heading, column }, i): CsvColumn<string>[] =>
      column === null && heading !== "" ? [{ key: `-${i}`, headings: [heading], required: false, ignored: true }] : [],
    ),
  ];
  for await (const { rows, problems, rowCount, isRefusal, headingOf } of readCsv(open, task.facts, columns)) {
    const lines = rows.map((row) => lineOf(kind, task, headingOfKey, row, headingOf));
    const refused = problems.map((problem) =>
      copiedLine([task.file, problem.line, ...stagedColumns(kind).map(() => null), JSON.stringify([problem])]),
    );
    yield { copy: new TextEncoder().encode([...lines, ...refused].join("")), rowCount: isRefusal ? null : rowCount };
  }
}

function lineOf(
  kind: MovingKind,
  { file, dayFirst, facts }: MovingRowsTask,
  headings: ReadonlyMap<string, string>,
  { line, values, given }: CsvRow<string>,
  headingOf: (key: string) => string,
): string {
  const problems: CsvProblem<string>[] = [];
  const cellOf = ({ key, read, required, isDay }: MovingColumn): string | null => {
    if (!headings.has(key)) return null;
    let text = (values[key] ?? "").replace(/\s+/g, " ");
    if (text === "") {
      if (required)
        problems.push(
          cellProblem(line, headingOf(key), given[key] ?? "", ErrorCode.MISSING_VALUE, say("file.emptyCell")),
        );
      return null;
    }
    if (isDay && dayFirst.includes(key)) text = text.replace(/^(\d{1,2})\/(\d{1,2})\/(\d{4})/, "$2/$1/$3");
    if (key === "credits" && facts.delimiter !== ",") text = text.replace(/^(\d*),(\d{1,2})$/, "$1.$2");
    const value = isDay ? readDay(text) : read(text);
    if (typeof value === "string" && !(required && value === "")) return value;
    const refused =
      typeof value === "string" ? { code: ErrorCode.MISSING_VALUE, advice: say("file.emptyCell") } : value;
    problems.push(cellProblem(line, headingOf(key), given[key] ?? "", refused.code, refused.advice));
    return null;
  };
  const cells = kind.columns.flatMap((column) => {
    const cell = cellOf(column);
    return column.folded ? [cell, cell === null ? null : fold(cell)] : [cell];
  });
  return copiedLine([file, line, ...cells, problems.length > 0 ? JSON.stringify(problems) : null]);
}
