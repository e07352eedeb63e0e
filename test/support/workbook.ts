import { crc32, deflateRawSync } from "node:zlib";

/** A ZIP archive of these files, packed. */
export function zip(files: Record<string, string | Buffer>, names = Object.keys(files)): Buffer {
  const local: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const name of names) {
    const bytes = Buffer.from(files[name] as string);
    const packed = deflateRawSync(bytes);
    const head = Buffer.alloc(26);
    head.writeUInt16LE(20, 0);
    head.writeUInt16LE(8, 4);
    head.writeUInt32LE(crc32(bytes), 10);
    head.writeUInt32LE(packed.length, 14);
    head.writeUInt32LE(bytes.length, 18);
    head.writeUInt16LE(Buffer.byteLength(name), 22);
    local.push(Buffer.from("PK\x03\x04"), head, Buffer.from(name), packed);
    const entry = Buffer.alloc(42);
    entry.writeUInt16LE(20, 0);
    head.copy(entry, 2);
    entry.writeUInt32LE(at, 38);
    directory.push(Buffer.from("PK\x01\x02"), entry, Buffer.from(name));
    at += 30 + Buffer.byteLength(name) + packed.length;
  }
  const entries = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(names.length, 4);
  end.writeUInt16LE(names.length, 6);
  end.writeUInt32LE(entries.length, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...local, entries, Buffer.from("PK\x05\x06"), end]);
}

export type CellOfTest =
  | string
  | number
  | boolean
  | null
  | { formula: string; value?: string | number; error?: string }
  | { serial: number; format: string }
  | { shared: number };

export interface SheetOfTest {
  name: string;
  rows: CellOfTest[][];
  state?: "hidden" | "veryHidden";
  hiddenRows?: number[];
  merged?: string[];
}

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
const columnName = (at: number): string =>
  at < 26 ? String.fromCharCode(65 + at) : columnName(Math.floor(at / 26) - 1) + columnName(at % 26);

const transitional = "http://schemas.openxmlformats.org";
const strict = "http://purl.oclc.org/ooxml";
const ofKind = (isStrict: boolean) => ({
  main: isStrict ? `${strict}/spreadsheetml/main` : `${transitional}/spreadsheetml/2006/main`,
  relation: isStrict ? `${strict}/officeDocument/relationships` : `${transitional}/officeDocument/2006/relationships`,
});

/** The files of a workbook as spreadsheet programs write them: text is shared, days are numbers with a format. */
export function workbookParts(
  sheets: readonly SheetOfTest[],
  { date1904 = false, isStrict = false, texts = [] as string[] } = {},
): Record<string, string> {
  const { main, relation } = ofKind(isStrict);
  const shared = [...texts.map((text) => `<si>${text}</si>`)];
  const known = new Map<string, number>();
  const formats: string[] = [];
  const cell = (value: CellOfTest, at: string): string => {
    if (value === null) return "";
    if (typeof value === "number") return `<c r="${at}"><v>${value}</v></c>`;
    if (typeof value === "boolean") return `<c r="${at}" t="b"><v>${value ? 1 : 0}</v></c>`;
    if (typeof value === "string") {
      let number = known.get(value);
      if (number === undefined) {
        number = shared.length;
        known.set(value, number);
        shared.push(`<si><t xml:space="preserve">${escaped(value)}</t></si>`);
      }
      return `<c r="${at}" t="s"><v>${number}</v></c>`;
    }
    if ("shared" in value) return `<c r="${at}" t="s"><v>${value.shared}</v></c>`;
    if ("serial" in value) {
      if (!formats.includes(value.format)) formats.push(value.format);
      return `<c r="${at}" s="${formats.indexOf(value.format) + 1}"><v>${value.serial}</v></c>`;
    }
    const { formula, value: result, error } = value;
    const type = error ? ' t="e"' : typeof result === "string" ? ' t="str"' : "";
    const answer = error ?? result;
    return `<c r="${at}"${type}><f>${escaped(formula)}</f>${answer === undefined ? "" : `<v>${answer}</v>`}</c>`;
  };
  const parts: Record<string, string> = {
    "[Content_Types].xml": '<?xml version="1.0"?><Types/>',
    "_rels/.rels": `<Relationships><Relationship Id="rId1" Type="${relation}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    "xl/_rels/workbook.xml.rels": `<Relationships>${sheets.map((_, i) => `<Relationship Id="rId${i + 1}" Type="${relation}/worksheet" Target="worksheets/sheet${i + 1}.xml"/>`).join("")}<Relationship Id="s" Type="${relation}/sharedStrings" Target="/xl/sharedStrings.xml"/><Relationship Id="t" Type="${relation}/styles" Target="styles.xml"/></Relationships>`,
    "xl/workbook.xml": `<workbook xmlns="${main}" xmlns:r="${relation}"><workbookPr${date1904 ? ' date1904="1"' : ""}/><sheets>${sheets.map(({ name, state }, i) => `<sheet name="${escaped(name)}" sheetId="${i + 1}"${state ? ` state="${state}"` : ""} r:id="rId${i + 1}"/>`).join("")}</sheets></workbook>`,
  };
  sheets.forEach(({ rows, hiddenRows = [], merged = [] }, i) => {
    const data = rows.map((cells, y) =>
      cells.length === 0
        ? ""
        : `<row r="${y + 1}"${hiddenRows.includes(y + 1) ? ' hidden="1"' : ""}>${cells.map((value, x) => cell(value, `${columnName(x)}${y + 1}`)).join("")}</row>`,
    );
    parts[`xl/worksheets/sheet${i + 1}.xml`] =
      `<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="${main}"><sheetData>${data.join("")}</sheetData>${merged.length > 0 ? `<mergeCells>${merged.map((ref) => `<mergeCell ref="${ref}"/>`).join("")}</mergeCells>` : ""}</worksheet>`;
  });
  parts["xl/sharedStrings.xml"] = `<sst xmlns="${main}">${shared.join("")}</sst>`;
  parts["xl/styles.xml"] =
    `<styleSheet xmlns="${main}"><numFmts>${formats.map((code, i) => `<numFmt numFmtId="${164 + i}" formatCode="${escaped(code)}"/>`).join("")}</numFmts><cellXfs><xf numFmtId="0"/>${formats.map((code, i) => `<xf numFmtId="${/^\d+$/.test(code) && code.length < 3 ? code : 164 + i}"/>`).join("")}</cellXfs></styleSheet>`;
  return parts;
}

export const workbook = (sheets: readonly SheetOfTest[], options?: Parameters<typeof workbookParts>[1]): Buffer =>
  zip(workbookParts(sheets, options));
