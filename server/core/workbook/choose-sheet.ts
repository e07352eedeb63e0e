import type { Readable } from "node:stream";
import { fold } from "../fold.ts";
import { type Message, say } from "../messages/message.ts";
import { NoWorkbook, UnreadableWorkbook, Workbook } from "./open-workbook.ts";
import { sheetRecords } from "./sheet-records.ts";
import { UnreadableXml } from "./workbook-xml.ts";

/** Which sheet of a workbook is the table, or why none can be told. */
export type ChosenSheet = { name: string; part: string } | { advice: Message };

/** A sheet that is headed by so many of the headings that are expected is a table of its kind. */
const manyHeadings = 2;

/**
 * The sheet whose headings are those expected; else the only one with cells. Of several nothing is guessed. Null: the archive is of
 * something else.
 */
export async function chooseSheet(open: () => Readable, headings: readonly string[]): Promise<ChosenSheet | null> {
  const expected = new Set(headings.map(fold));
  try {
    const workbook = await Workbook.open(open);
    const filled: { name: string; part: string; known: number }[] = [];
    for (const sheet of workbook.sheets.slice(0, 255)) {
      const cells = await firstCells(workbook, sheet);
      if (cells) filled.push({ ...sheet, known: cells.filter((cell) => expected.has(fold(cell))).length });
    }
    const fitting = filled.filter(({ known }) => known >= manyHeadings);
    const [only, another] = fitting.length > 0 ? fitting : filled;
    if (another !== undefined)
      return {
        advice: say("file.severalSheets", {
          sheets: (fitting.length > 0 ? fitting : filled).map(({ name }) => name).slice(0, 20),
        }),
      };
    const { name, part } = only ?? workbook.sheets[0] ?? {};
    return name === undefined || part === undefined ? { advice: say("file.empty") } : { name, part };
  } catch (error) {
    if (error instanceof NoWorkbook) return null;
    return { advice: whyUnreadable(error) };
  }
}

/** What is wrong with a workbook, for who sent it; all else is thrown on. */
export function whyUnreadable(error: unknown): Message {
  if (error instanceof UnreadableWorkbook) return error.advice;
  if (error instanceof UnreadableXml) return say("file.workbookDamaged");
  throw error;
}

async function firstCells(workbook: Workbook, sheet: { name: string; part: string }): Promise<string[] | null> {
  for await (const [record] of sheetRecords(workbook, sheet)) if (record) return record.cells;
  return null;
}
