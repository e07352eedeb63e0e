import { text } from "node:stream/consumers";
import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { withoutGuard, writeCsv } from "../../server/core/csv/write-csv.ts";

const write = (rows: (string | number | null)[][], options?: { bom?: boolean }) =>
  text(writeCsv(["Line", "Value"], rows, options));

test("begins with a byte order mark and ends lines with CRLF", async () => {
  const bytes = Buffer.concat(await writeCsv(["Line", "Value"], [[2, "Zoë"]]).toArray());
  expect(bytes.toString()).toBe("\ufeffLine,Value\r\n2,Zoë\r\n");
  expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
});

test("without rows has its headings", async () => {
  expect(await write([], { bom: false })).toBe("Line,Value\r\n");
});

test.each([
  ["=HYPERLINK(1)", "'=HYPERLINK(1)"],
  ["+1+2", "'+1+2"],
  ["-1+cmd|' /C calc'!A0", "'-1+cmd|' /C calc'!A0"],
  ["@SUM(1)", "'@SUM(1)"],
  ["\t=1", '"\'\t=1"'],
  ["\r=1", '"\'\r=1"'],
  ["\n=1", '"\'\n=1"'],
  ["＝1+1", "'＝1+1"],
  ["-", "'-"],
  ["-1e5", "'-1e5"],
  ["-1", "-1"],
  ["-1.50", "-1.50"],
  ["+1", "+1"],
  [-3, "-3"],
  [null, ""],
  ["'=1", "''=1"],
  ["'s", "'s"],
  ["a=b", "a=b"],
  ['say "x", y', '"say ""x"", y"'],
  ["a;b", '"a;b"'],
  ["two\nlines", '"two\nlines"'],
  ["lone\rreturn", '"lone\rreturn"'],
  ["1,000", '"1,000"'],
])("%j is written as %j", async (cell, written) => {
  expect(await write([[2, cell]], { bom: false })).toBe(`Line,Value\r\n2,${written}\r\n`);
});

test("headings are made harmless too", async () => {
  expect(await text(writeCsv(["=1+1"], [], { bom: false }))).toBe("'=1+1\r\n");
});

test("what was written is read again, without the apostrophes", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(fc.string({ unit: "grapheme" }), { minLength: 2, maxLength: 4 }), { minLength: 1 }),
      async (rows) => {
        const csv = await write(rows, { bom: false });
        const cells = parse(csv, { record_delimiter: "\r\n", relax_column_count: true }).slice(1);
        expect(cells.length).toBe(rows.length);
        for (const [at, row] of rows.entries()) expect(cells[at]?.map(withoutGuard)).toEqual(row);
        for (const cell of cells.flat()) expect(cell).not.toMatch(/^[=@＝＋－＠\t\r\n]/);
      },
    ),
    { numRuns: 300 },
  );
});

test("takes rows only as fast as they are read, and an early end ends their source", async () => {
  let made = 0;
  let ended = false;
  async function* rows() {
    try {
      for (; made < 1_000_000; made++) yield [made, "x".repeat(100)];
    } finally {
      ended = true;
    }
  }
  const csv = writeCsv(["Line", "Value"], rows());
  for await (const _ of csv) break;
  await new Promise((resolve) => setImmediate(resolve));
  expect(made).toBeLessThan(5000);
  expect(ended).toBe(true);
});

test("an error of the rows is the stream's error", async () => {
  async function* rows() {
    yield [1, "a"];
    throw new Error("the database went away");
  }
  await expect(text(writeCsv(["Line", "Value"], rows()))).rejects.toThrow("the database went away");
});
