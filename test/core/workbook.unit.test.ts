import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { setImmediate } from "node:timers/promises";
import { stringify } from "csv-stringify/sync";
import fc from "fast-check";
import { type CsvColumn, readCsv } from "../../server/core/csv/read-csv.ts";
import { sniffCsv } from "../../server/core/csv/sniff-csv.ts";
import { withoutGuard } from "../../server/core/csv/write-csv.ts";
import { workbookBounds } from "../../server/core/workbook/open-workbook.ts";
import { formatOfCode, numberText } from "../../server/core/workbook/workbook-values.ts";
import { writeWorkbook } from "../../server/core/workbook/write-workbook.ts";
import { inEnglish } from "../support/in-english.ts";
import { readZip } from "../support/read-zip.ts";
import { type CellOfTest, type SheetOfTest, workbook, workbookParts, zip } from "../support/workbook.ts";

const headings = ["Member ID", "First Name", "Joined", "Zip"] as const;
type Key = (typeof headings)[number] | "-";
const columns: readonly CsvColumn<Key>[] = [
  ...headings.map((heading): CsvColumn<Key> => ({ key: heading, headings: [heading], required: false })),
  { key: "-", headings: ["Notes"], required: false, ignored: true },
];

async function read(bytes: Buffer) {
  const open = () => Readable.from([bytes], { objectMode: false });
  const facts = await sniffCsv(open, headings);
  const found = { lines: [] as number[], rows: [] as string[][], problems: [] as object[] };
  for await (const { rows, problems } of readCsv(open, facts, columns)) {
    found.lines.push(...rows.map(({ line }) => line));
    found.rows.push(...rows.map(({ values }) => headings.map((heading) => values[heading])));
    found.problems.push(...inEnglish(problems).map(({ line, column, code, message }) => [line, column, code, message]));
  }
  return { ...found, sheet: facts.sheet };
}
const one = (rows: CellOfTest[][], facts: Partial<SheetOfTest> = {}, options?: Parameters<typeof workbook>[1]) =>
  read(workbook([{ name: "Members", rows: [[...headings], ...rows], ...facts }], options));

test("texts, numbers, days, zeros before a number, and what a formula has come to, are read as they are seen", async () => {
  const { rows, lines, problems, sheet } = await one(
    [
      ["00100", "Jürgen & Søn", { serial: 43_898, format: "14" }, { serial: 2139, format: "00000" }],
      [],
      [100_101, { formula: "A&B", value: "Ann_x000A_Lee" }, { serial: 43_898.25, format: "m/d/yy h:mm" }, true],
      [
        0.1 + 0.2,
        { shared: 0 },
        { serial: 43_898, format: 'd. mmmm "of" yyyy' },
        { serial: 21_390_001, format: "00000-0000" },
      ],
    ],
    {},
    { texts: ['<r><t>井</t></r><r><t xml:space="preserve"> 上</t></r><rPh sb="0" eb="1"><t>いのうえ</t></rPh>'] },
  );
  expect(problems).toEqual([]);
  expect(sheet).toEqual({ name: "Members", part: "xl/worksheets/sheet1.xml" });
  expect(lines).toEqual([2, 4, 5]);
  expect(rows).toEqual([
    ["00100", "Jürgen & Søn", "2020-03-08", "02139"],
    ["100101", "Ann\nLee", "2020-03-08T06:00:00", "TRUE"],
    ["0.3", "井 上", "2020-03-08", "02139-0001"],
  ]);
});

test("days that count from 1904, and strict workbooks", async () => {
  const days = [["1", "A", { serial: 42_436, format: "yyyy-mm-dd" }, null]] satisfies CellOfTest[][];
  expect((await one(days, {}, { date1904: true })).rows).toEqual([["1", "A", "2020-03-08", ""]]);
  const strict = workbookParts([{ name: "M", rows: [[...headings], ["1", "A", null, null]] }], { isStrict: true });
  const sheet = strict["xl/worksheets/sheet1.xml"]!.replace(
    "</row></sheetData>",
    '<c r="C2" t="d"><v>2020-03-08T00:00:00</v></c><c r="D2" t="inlineStr"><is><t>x</t></is></c></row></sheetData>',
  );
  const { rows, problems } = await read(zip({ ...strict, "xl/worksheets/sheet1.xml": sheet }));
  expect({ rows, problems }).toEqual({ rows: [["1", "A", "2020-03-08", "x"]], problems: [] });
});

test.each([
  ["General", 43_898.5, "43898.5"],
  ["0.00", 1.5, "1.5"],
  ['"Day "0', 5, "5"],
  ["[Red]yyyy/mm/dd", 43_898, "2020-03-08"],
  ["[$-409]mmmm\\ d\\,\\ yyyy;@", 43_898, "2020-03-08"],
  ["[h]:mm", 0.5, "12:00:00"],
  ["h:mm AM/PM", 0.75, "18:00:00"],
  ["mmm-yy", 59, "1900-02-28"],
  ["yyyy", 61, "1900-03-01"],
  ["d", -1, "-1"],
  ["d", 2_958_465.9999999, "9999-12-31T23:59:59"],
  ["d", 2_958_466, "2958466"],
])("the number of a cell formatted as %s", (code, value, text) => {
  const found = numberText(String(value), formatOfCode(code), false);
  expect(found.slice(0, 19)).toBe(text);
});

test("cells that have no value say so, unless nothing is taken from their column", async () => {
  const error = { formula: "VLOOKUP(1,A:A,2)", error: "#N/A" };
  const rows = [
    [...headings, "Notes"],
    ["1", error, { formula: "TODAY()" }, null, error],
    ["2", "B", null, null, error],
  ];
  const { problems, lines } = await read(workbook([{ name: "Members", rows: rows as CellOfTest[][] }]));
  expect(lines).toEqual([3]);
  expect(problems).toEqual([
    [
      2,
      "First Name",
      "UNREADABLE_FILE",
      "Line 2, First Name: the formula of this cell gives #N/A. Correct it, or type the value.",
    ],
    [2, "Joined", "UNREADABLE_FILE", expect.stringContaining("has no result in the file")],
  ]);
});

test("hidden rows and merged cells are told, once each", async () => {
  const { rows, problems } = await one(
    [
      ["1", "A"],
      ["2", "B"],
      ["3", "C"],
      ["4", "D"],
    ],
    {
      hiddenRows: [3, 5],
      merged: ["A1:D1", "B2:B4", "A5:B5"],
    },
  );
  expect(rows).toHaveLength(4);
  expect(problems).toEqual([
    [3, null, "UNREADABLE_FILE", expect.stringContaining("Line 3: this row and 1 more are hidden in the workbook")],
    [
      2,
      null,
      "UNREADABLE_FILE",
      expect.stringContaining("Line 2: the cells B2:B4 are merged, and so is 1 more place."),
    ],
  ]);
});

describe("which sheet is the table", () => {
  const table: CellOfTest[][] = [[...headings], ["1", "A"]];
  test("the one that is headed so, hidden and empty ones apart", async () => {
    const sheets: SheetOfTest[] = [
      { name: "Read me", rows: [["How to fill in this list"]] },
      { name: "Old", rows: table, state: "hidden" },
      { name: "Empty", rows: [] },
      { name: "List", rows: [[], [], ...table] },
    ];
    expect(await read(workbook(sheets))).toMatchObject({
      lines: [4],
      rows: [["1", "A", "", ""]],
      sheet: { name: "List" },
    });
    expect((await read(workbook([...sheets, { name: "List 2", rows: table }]))).problems).toEqual([
      [
        1,
        null,
        "UNREADABLE_FILE",
        expect.stringContaining("more than one sheet of this workbook could be meant: List"),
      ],
    ]);
  });
  test("without any of the headings, the only one that is filled", async () => {
    const other = [["Nummer"], ["1"]];
    expect((await read(workbook([{ name: "A", rows: other }]))).sheet).toMatchObject({ name: "A" });
    expect(
      (
        await read(
          workbook([
            { name: "A", rows: other },
            { name: "B", rows: other },
          ]),
        )
      ).sheet,
    ).toHaveProperty("advice");
    expect((await read(workbook([{ name: "A", rows: [] }]))).problems).toEqual([
      [1, null, "EMPTY_FILE", expect.anything()],
    ]);
  });
});

test("a table reads the same as a workbook and as a text file", async () => {
  const cell = fc.string({
    unit: fc.constantFrom("a", "é", "木", "😀", " ", '"', "&", "<", ",", "_x0041_", "9", "\n", "'"),
    maxLength: 12,
  });
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(cell, cell, cell, cell), { minLength: 1, maxLength: 6 }), async (rows) => {
      const escapes = rows.map((row) => row.map((text) => text.replaceAll("_x0041_", "_x005F_x0041_")));
      const asText = await read(Buffer.from(stringify([[...headings], ...rows], { quoted: true })));
      const asSheet = await one(escapes);
      expect(asSheet.rows).toEqual(asText.rows);
    }),
    { numRuns: 60 },
  );
});

describe("hostile workbooks are refused with a sentence", () => {
  const parts = workbookParts([{ name: "M", rows: [[...headings], ["1", "A"]] }]);
  const sheet = "xl/worksheets/sheet1.xml";
  const withSheet = (xml: string) => zip({ ...parts, [sheet]: xml });
  const rowsOf = (rows: string) => `<worksheet><sheetData>${rows}</sheetData></worksheet>`;
  const good = zip(parts);
  const damaged = "cannot be read";

  test.each<[string, () => Buffer, string]>([
    [
      "more than may be unpacked",
      () => zip({ ...parts, "xl/sharedStrings.xml": Buffer.alloc(workbookBounds.inflatedBytes + 1, " ") }),
      "more than 256 MB",
    ],
    [
      "entities",
      () => withSheet(`<!DOCTYPE x [<!ENTITY a "aaaa">]>${rowsOf("<row><c t='str'><v>&a;</v></c></row>")}`),
      damaged,
    ],
    ["elements inside each other", () => withSheet(rowsOf("<a>".repeat(100_000))), damaged],
    [
      "a text without an end",
      () => withSheet(rowsOf(`<row><c t="inlineStr"><is><t>${"x".repeat(3_000_000)}`)),
      damaged,
    ],
    ["attributes without an end", () => withSheet(rowsOf(`<row ${"a='' ".repeat(1_000_000)}`)), damaged],
    ["rows that go back", () => withSheet(rowsOf('<row r="2"><c><v>1</v></c></row><row r="2"/>')), damaged],
    ["a row that no sheet has", () => withSheet(rowsOf('<row r="99999999"><c><v>1</v></c></row>')), damaged],
    ["a text that is not there", () => withSheet(rowsOf('<row><c t="s"><v>77</v></c></row>')), damaged],
    ["another encoding", () => zip({ ...parts, [sheet]: Buffer.from([0x3c, 0xff, 0xfe]) }), damaged],
    [
      "no such sheet",
      () =>
        zip(
          parts,
          Object.keys(parts).filter((name) => name !== sheet),
        ),
      damaged,
    ],
    ["one name twice", () => zip(parts, [...Object.keys(parts), sheet]), damaged],
    ["bytes that were changed", () => Buffer.from(good).fill(0x55, 900, 960), ""],
    [
      "a binary workbook",
      () => zip({ "_rels/.rels": parts["_rels/.rels"]!.replace("workbook.xml", "workbook.bin") }),
      "binary",
    ],
    ["a text document", () => zip({ ...parts, "xl/workbook.xml": "<document/>" }), "a ZIP file"],
    ["another archive", () => zip({ "a.txt": "a" }), "a ZIP file"],
    ["half of the file", () => good.subarray(0, good.length / 2), "a ZIP file"],
  ])("%s", async (_, make, sentence) => {
    const { rows, problems } = await read(make());
    expect(rows).toEqual([]);
    expect(problems).toEqual([
      [1, null, expect.stringMatching(/^(?:UNREADABLE_FILE|NOT_A_CSV)$/), expect.stringContaining(sentence)],
    ]);
  });

  test("a cell far to the right is one that has no heading", async () => {
    const found = await read(
      withSheet(parts[sheet]!.replace("</row></sheetData>", '<c r="XFD2"><v>1</v></c></row></sheetData>')),
    );
    expect(found.problems).toEqual([[2, null, "TOO_MANY_CELLS", expect.anything()]]);
  });
});

test("what is written as a workbook is read as it was, over several sheets too, and no text is a formula", async () => {
  // PostgreSQL has no text with NUL.
  const text = fc
    .oneof(
      fc.string({ unit: "binary" }),
      fc.string(),
      fc.constantFrom("=1+1", "_x0041_", "a\r\nb", "1.50", "2020-02-30", "007"),
    )
    .map((given) => given.replaceAll("\0", ""));
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.tuple(text, fc.option(text), fc.constantFrom("2020-03-08", null), fc.constantFrom("12.00", null, 7)),
        {
          minLength: 1,
          maxLength: 30,
        },
      ),
      async (cells) => {
        const rows = cells.map((row, i) => [`${i} ${row[0]}`, ...row.slice(1)]);
        const given = await buffer(writeWorkbook("A/B", headings, Readable.from(rows)));
        const { rows: found, problems } = await read(given);
        expect(problems).toEqual([]);
        // As the reader has cells: without what stands around them or guards them, and amounts as numbers.
        const seen = (cell: string | number | null): string => {
          const text = String(cell ?? "").replace(/\p{Cs}/gu, "\uFFFD");
          return /^-?\d{1,12}\.\d\d$/.test(text) ? String(Number(text)) : withoutGuard(text.trim());
        };
        expect(found).toEqual(rows.map((row) => row.map(seen)));
        expect(String(readZip(given, true)[0]?.content)).not.toContain("<f>");
      },
    ),
    { numRuns: 50 },
  );
  const many = await buffer(writeWorkbook("Many", headings, Readable.from([["1"], ["2"], ["3"], ["4"], ["5"]]), 2));
  const names = readZip(many, true).map(({ name }) => name);
  expect(names.filter((name) => name.includes("worksheets"))).toEqual(
    [1, 2, 3].map((n) => `xl/worksheets/sheet${n}.xml`),
  );
});

test("who stops reading a workbook ends its source, and a source that fails ends the workbook", async () => {
  let ended = 0;
  async function* rows(fails: boolean) {
    try {
      for (let n = 0; ; n++) {
        if (fails && n === 1_000) throw new Error("gone");
        yield [String(n)];
      }
    } finally {
      ended++;
    }
  }
  const stopped = writeWorkbook("A", headings, rows(false));
  for await (const _ of stopped) break;
  await setImmediate();
  expect(ended).toBe(1);
  await expect(buffer(writeWorkbook("A", headings, rows(true)))).rejects.toThrow("gone");
  expect(ended).toBe(2);
});
