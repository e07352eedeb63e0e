import { Readable } from "node:stream";
import { finished } from "node:stream/promises";
import { ZipFile } from "yazl";

type Cell = string | number | null;

/** What a sheet holds at most, by Excel's own limits: the first row has the headings. */
export const mostRows = 1_048_575;
const longestText = 32_767;

/** So much of a sheet is handed on at once, in characters. */
const chunk = 65_536;

/** Places of the styles below. */
const styles = { heading: 1, credits: 2, day: 3 } as const;

/**
 * A workbook (.xlsx, ISO/IEC 29500 transitional) as a stream: the headings in bold, which stay in sight, then the rows. Amounts with two decimals are numbers and days are
 * days, shown as they were written; everything else is text, and no text is ever a formula. What one sheet cannot hold goes on in another. Rows are taken from their source
 * only as fast as the stream is read. An error of the source is the stream's error.
 * @param title what the sheet is called
 */
export function writeWorkbook(
  title: string,
  headings: readonly string[],
  rows: AsyncIterable<readonly Cell[]>,
  most = mostRows,
): Readable {
  const zip = new ZipFile();
  const output = zip.outputStream as Readable;
  zip.on("error", (error: Error) => output.destroy(error));
  fill(zip, title, headings, rows, most).catch((error: Error) => output.destroy(error));
  return output;
}

async function fill(
  zip: ZipFile,
  title: string,
  headings: readonly string[],
  rows: AsyncIterable<readonly Cell[]>,
  most: number,
): Promise<void> {
  const source = rows[Symbol.asyncIterator]();
  // Whoever stops reading ends the source. How that goes nobody waits for: a database that is gone must not end the process.
  (zip.outputStream as Readable).once("close", () => void source.return?.()?.catch(() => {}));
  let sheets = 0;
  for (let next = await source.next(); sheets === 0 || !next.done; ) {
    const sheet = Readable.from(
      sheetXml(headings, async function* () {
        for (let count = 0; count < most && !next.done; count++) {
          yield next.value;
          next = await source.next();
        }
      }),
    );
    zip.addReadStream(sheet, `xl/worksheets/sheet${++sheets}.xml`);
    await finished(sheet);
  }
  for (const [name, text] of Object.entries(parts(title, sheets))) zip.addBuffer(Buffer.from(text), name);
  zip.end();
}

async function* sheetXml(
  headings: readonly string[],
  rows: () => AsyncIterable<readonly Cell[]>,
): AsyncGenerator<Buffer> {
  const columns = headings.length;
  let text = `${declaration}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols><col min="1" max="${columns}" width="20" customWidth="1"/></cols><sheetData>`;
  text += `<row>${headings.map((heading) => textCell(heading, styles.heading)).join("")}</row>`;
  let count = 1;
  for await (const row of rows()) {
    text += `<row>${row.map(cellXml).join("")}</row>`;
    count++;
    if (text.length >= chunk) {
      yield Buffer.from(text);
      text = "";
    }
  }
  yield Buffer.from(`${text}</sheetData><autoFilter ref="A1:${columnName(columns)}${count}"/></worksheet>`);
}

const columnName = (count: number): string =>
  count <= 26
    ? String.fromCharCode(64 + count)
    : columnName(Math.floor((count - 1) / 26)) + columnName(((count - 1) % 26) + 1);

function cellXml(cell: Cell): string {
  if (cell === null || cell === "") return "<c/>";
  if (typeof cell === "number") return `<c><v>${cell}</v></c>`;
  if (/^-?\d{1,12}\.\d\d$/.test(cell)) return `<c s="${styles.credits}"><v>${cell}</v></c>`;
  const serial = serialOf(cell);
  return serial === null ? textCell(cell) : `<c s="${styles.day}"><v>${serial}</v></c>`;
}

const dayMs = 86_400_000;

/** The number by which a workbook has a day; null where the text is none. Days before March 1900 are counted otherwise by Excel than by others. */
function serialOf(text: string): number | null {
  if (!/^\d{4}-\d\d-\d\d$/.test(text) || text < "1900-03-01") return null;
  const at = Date.parse(text);
  if (Number.isNaN(at) || !new Date(at).toISOString().startsWith(text)) return null;
  return at / dayMs + 25_569;
}

const textCell = (text: string, style?: number): string =>
  `<c t="inlineStr"${style === undefined ? "" : ` s="${style}"`}><is><t xml:space="preserve">${escaped(text.slice(0, longestText))}</t></is></c>`;

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

/** Text as XML has it. What XML cannot hold is written as `_x0007_`, and what looks like that already keeps being what it is; half a character is none. */
const escaped = (text: string): string =>
  text
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, "_x005F_")
    .replace(
      /(?![\t\n])\p{Cc}|[\uFFFE\uFFFF]/gu,
      (character) => `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}_`,
    )
    .replace(/\p{Cs}/gu, "\uFFFD")
    .replace(/[&<>]/g, (character) => entities[character] as string);

const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const packages = "http://schemas.openxmlformats.org/package/2006";
const types = "application/vnd.openxmlformats-officedocument.spreadsheetml";

/** What a name of a sheet may not have, and its length, by Excel's rules. */
const sheetName = (title: string, sheet: number): string => {
  const number = sheet === 1 ? "" : ` ${sheet}`;
  return escaped(title.replace(/[[\]:*?/\\']/g, " ").slice(0, 31 - number.length) + number);
};

/** The small files of a workbook. */
function parts(title: string, sheets: number): Record<string, string> {
  const each = Array.from({ length: sheets }, (_, i) => i + 1);
  const all = (part: (sheet: number) => string): string => each.map(part).join("");
  return {
    "[Content_Types].xml": `${declaration}<Types xmlns="${packages}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="${types}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${types}.styles+xml"/>${all((n) => `<Override PartName="/xl/worksheets/sheet${n}.xml" ContentType="${types}.worksheet+xml"/>`)}</Types>`,
    "_rels/.rels": `${declaration}<Relationships xmlns="${packages}/relationships"><Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    "xl/workbook.xml": `${declaration}<workbook xmlns="${main}" xmlns:r="${office}"><sheets>${all((n) => `<sheet name="${sheetName(title, n)}" sheetId="${n}" r:id="rId${n}"/>`)}</sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": `${declaration}<Relationships xmlns="${packages}/relationships">${all((n) => `<Relationship Id="rId${n}" Type="${office}/worksheet" Target="worksheets/sheet${n}.xml"/>`)}<Relationship Id="rId${sheets + 1}" Type="${office}/styles" Target="styles.xml"/></Relationships>`,
    "xl/styles.xml": `${declaration}<styleSheet xmlns="${main}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/><xf numFmtId="2" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`,
  };
}
