import type { CsvRecord } from "../csv/parse-records.ts";
import { type Message, say } from "../messages/message.ts";
import type { Sheet, Workbook } from "./open-workbook.ts";
import { numberText, TextOfRuns, unescaped } from "./workbook-values.ts";
import { type Attributes, readXml, UnreadableXml } from "./workbook-xml.ts";

/** Rows that a sheet may have at most. */
const lastRow = 1_048_576;
/** Cells further to the right stand here: nothing has so many columns, and who reads it says so. */
const lastColumn = 300;

interface Cell {
  column: number;
  type: string;
  style: number;
  hasFormula: boolean;
  hasValue: boolean;
  value: string;
}

/** Rows or cells that a reader of the sheet can't see as they are, and how many more there are. */
interface Oddity {
  row: number;
  cells: string;
  more: number;
}

/**
 * The rows of a sheet, as those of a text file: a row's number is its line. What its hidden rows say, and what is merged, cannot be told
 * from how the sheet looks: each is told once, behind the rows. Rows without a text are left out.
 * @throws UnreadableWorkbook, UnreadableXml
 */
export async function* sheetRecords(workbook: Workbook, { part }: Sheet): AsyncGenerator<CsvRecord[], void, undefined> {
  const [texts, formats] = [await workbook.texts(), await workbook.formats()];
  const runs = new TextOfRuns();
  let records: CsvRecord[] = [];
  let row = 0;
  let isHidden = false;
  let headingRow = 0;
  let record: CsvRecord | null = null;
  let cell: Cell | null = null;
  let inValue = false;
  let hidden: Oddity | null = null;
  let merged: Oddity | null = null;

  const beginRow = ({ r, hidden: isHiddenRow }: Attributes): void => {
    const at = r === undefined ? row + 1 : Number(r);
    if (!Number.isInteger(at) || at <= row || at > lastRow) throw new UnreadableXml("rows out of order");
    row = at;
    isHidden = isTrue(isHiddenRow);
    record = { line: row, cells: [], fault: null };
    cell = null;
  };

  const beginCell = ({ r, t = "n", s = "0" }: Attributes): void => {
    const before = cell?.column ?? -1;
    const column = r === undefined ? before + 1 : columnOf(r);
    if (column <= before && column < lastColumn) throw new UnreadableXml("cells out of order");
    cell = { column, type: t, style: Number(s), hasFormula: false, hasValue: false, value: "" };
  };

  const endCell = ({ column, type, style, hasFormula, hasValue, value }: Cell, { cells }: CsvRecord): void => {
    const text =
      type === "s"
        ? sharedText(texts, value)
        : type === "inlineStr"
          ? runs.take()
          : type === "b"
            ? ({ 0: "FALSE", 1: "TRUE" }[value.trim()] ?? value)
            : type === "n"
              ? numberText(value, formats[style] ?? "plain", workbook.counts1904)
              : type === "d"
                ? value.replace(/T00:00:00(?:\.0+)?Z?$/, "")
                : unescaped(value);
    const fault: Message | null =
      type === "e"
        ? say("file.formulaError", { error: text.slice(0, 20) })
        : hasFormula && !hasValue
          ? say("file.formulaNotCalculated")
          : null;
    if (text === "" && fault === null) return;
    while (cells.length < column) cells.push("");
    cells[column] = text;
    if (fault === null || record === null) return;
    record.cellFaults ??= new Map();
    record.cellFaults.set(column, fault);
  };

  const endRow = (ended: CsvRecord): void => {
    record = null;
    if (ended.cells.every((text) => text.trim() === "") && !ended.cellFaults) return;
    headingRow ||= row;
    if (isHidden) hidden = hidden ? { ...hidden, more: hidden.more + 1 } : { row, cells: "", more: 0 };
    records.push(ended);
  };

  const reading = readXml(workbook.bytes(part), {
    opened: (name, attributes) => {
      if (name === "row") beginRow(attributes);
      else if (name === "c" && record !== null) beginCell(attributes);
      else if (name === "f" && cell !== null) cell.hasFormula = true;
      else if (name === "v" && cell !== null) inValue = cell.hasValue = true;
      else if (name === "mergeCell") {
        const { ref = "" } = attributes;
        const [, first, last] = /^[A-Z]{1,3}(\d{1,7})(?::[A-Z]{1,3}(\d{1,7}))?$/.exec(ref) ?? [];
        if (first === undefined || headingRow === 0 || Number(last ?? first) <= headingRow) return;
        merged = merged ? { ...merged, more: merged.more + 1 } : { row: Number(first), cells: ref, more: 0 };
      } else runs.opened(name);
    },
    text: (text) => {
      if (inValue && cell !== null) {
        cell.value += text;
        if (cell.value.length > 1_000_000) throw new UnreadableXml("too long a value");
      } else runs.add(text);
    },
    closed: (name) => {
      if (name === "v") inValue = false;
      else if (name === "c" && cell !== null && record !== null) endCell(cell, record);
      else if (name === "row" && record !== null) endRow(record);
      else runs.closed(name);
    },
  });
  for await (const _ of reading) {
    if (records.length === 0) continue;
    yield records;
    records = [];
  }
  const oddities = [
    oddity(hidden, ({ more }) => say("file.hiddenRows", { more })),
    oddity(merged, ({ cells, more }) => say("file.mergedCells", { cells, more })),
  ].flat();
  if (oddities.length > 0) yield oddities;
}

const oddity = (found: Oddity | null, advice: (found: Oddity) => Message): CsvRecord[] =>
  found ? [{ line: found.row, cells: [], fault: null, unseen: advice(found) }] : [];

const isTrue = (text: string | undefined): boolean => text === "1" || text === "true";

function sharedText(texts: readonly string[], number: string): string {
  const text = texts[Number(number)];
  if (text === undefined) throw new UnreadableXml("a text that is not there");
  return text;
}

/** `A1` is in column 0. */
function columnOf(reference: string): number {
  const letters = /^[A-Z]{1,3}/.exec(reference)?.[0];
  if (letters === undefined) throw new UnreadableXml("a cell without a place");
  let column = 0;
  for (const letter of letters) column = column * 26 + letter.charCodeAt(0) - 64;
  return Math.min(column - 1, lastColumn);
}
