import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { stringify } from "csv-stringify/sync";
import fc from "fast-check";
import { type CsvRecord, maxRecordSize, parseRecords } from "../../server/core/csv/parse-records.ts";
import { type CsvBatch, type CsvColumn, readCsv } from "../../server/core/csv/read-csv.ts";
import { sniffCsv } from "../../server/core/csv/sniff-csv.ts";
import { inEnglish } from "../support/in-english.ts";

type Key = "program" | "member" | "first" | "last" | "date" | "credits";
const columns: readonly CsvColumn<Key>[] = [
  { key: "program", headings: ["Program ID"], required: true },
  { key: "member", headings: ["AAST ID", "Member ID"], required: true },
  { key: "first", headings: ["First Name"], required: true },
  { key: "last", headings: ["Last Name"], required: true },
  { key: "date", headings: ["Completion Date"], required: true },
  { key: "credits", headings: ["CECs", "Credits"], required: false },
];
const headings = "Program ID,AAST ID,First Name,Last Name,Completion Date,CECs";
const expected = columns.flatMap((column) => column.headings);

/** A source of these bytes in chunks of any size; counts how many chunks were taken. */
function source(bytes: string | Uint8Array, chunkSize = 64 * 1024) {
  const buffer = Buffer.from(bytes as string);
  const taken = { chunks: 0 };
  const open = () =>
    Readable.from(
      (function* () {
        for (let at = 0; at < buffer.length; at += chunkSize) {
          taken.chunks++;
          yield buffer.subarray(at, at + chunkSize);
        }
      })(),
      { highWaterMark: 1 },
    );
  return { open, taken };
}

async function read(bytes: string | Uint8Array, chunkSize?: number) {
  const { open } = source(bytes, chunkSize);
  const facts = await sniffCsv(open, expected);
  const batches: CsvBatch<Key>[] = [];
  for await (const batch of readCsv(open, facts, columns)) batches.push(batch);
  return {
    facts,
    rows: batches.flatMap((batch) => batch.rows),
    problems: inEnglish(batches.flatMap((batch) => batch.problems)),
    rowCount: batches.reduce((sum, batch) => sum + batch.rowCount, 0),
    isRefused: batches.some((batch) => batch.isRefusal),
    headingOf: batches.at(-1)?.headingOf,
  };
}

/** Line and code of each problem, and its column where it has one. */
const brief = (problems: Awaited<ReturnType<typeof read>>["problems"]) =>
  problems.map(({ line, code, column }) => (column === null ? [line, code] : [line, code, column]));

describe("the same roster, however it was saved", () => {
  const table = [
    headings.split(","),
    ["A09164", "100100", "Sally", "Johnson", "4/10/2009", "1"],
    ["A09164", "00123", "Zoë", "O'Brien, Jr.", "4/10/2009", "3"],
    ["A09164", "100102", "Renée “Ren”", 'Núñez "Nu"', "4/10/2009", "9"],
    ["A09164", "100103", "Mary; Ann", "two\nlines", "4/10/2009", "9"],
    ["A09164", "100104", "José", "Müller\tx", "4/10/2009", "10"],
  ];
  const newlines = { LF: "\n", CRLF: "\r\n", CR: "\r" };
  const delimiters = { comma: ",", semicolon: ";", tab: "\t" };
  const encodings: Record<string, (text: string) => Buffer> = {
    "UTF-8": (text) => Buffer.from(text),
    "UTF-8 with BOM": (text) => Buffer.from(`\ufeff${text}`),
    "UTF-16LE with BOM": (text) => Buffer.from(`\ufeff${text}`, "utf16le"),
    "UTF-16BE with BOM": (text) => Buffer.from(`\ufeff${text}`, "utf16le").swap16(),
    "UTF-16LE without BOM": (text) => Buffer.from(text, "utf16le"),
    "UTF-16BE without BOM": (text) => Buffer.from(text, "utf16le").swap16(),
    "Windows-1252": (text) => Buffer.from(text.replaceAll("“", "\x93").replaceAll("”", "\x94"), "latin1"),
  };

  for (const [encodingName, encode] of Object.entries(encodings))
    for (const [newlineName, newline] of Object.entries(newlines))
      for (const [delimiterName, delimiter] of Object.entries(delimiters))
        test(`${encodingName}, ${newlineName}, ${delimiterName}`, async () => {
          const text = stringify(table, { delimiter, record_delimiter: newline, quoted_match: /\n/ }).replaceAll(
            "two\nlines",
            `two${newline}lines`,
          );
          for (const [prefix, added] of [
            ["", 0],
            [`sep=${delimiter}${newline}`, 1],
          ] as const) {
            for (const chunkSize of [1, 70, 64 * 1024]) {
              const { rows, problems } = await read(encode(prefix + text), chunkSize);
              expect(problems).toEqual([]);
              expect(rows.map((row) => Object.values(row.values).map((cell) => cell.replace(newline, "\n")))).toEqual(
                table.slice(1),
              );
              expect(rows.map((row) => row.line - added)).toEqual([2, 3, 4, 5, 7]);
            }
          }
        });

  test("a letter cut between chunks, and between the pieces that are decoded, is whole", async () => {
    const letters = Array.from("ë漢😀".repeat(2000));
    const names = Array.from({ length: 40 }, (_, index) => letters.slice(index, 5000 - index).join(""));
    const text = `${headings}\n${names.map((name) => `A1,2,${name},x,d,1`).join("\n")}`;
    for (const bytes of [Buffer.from(text), Buffer.from(`\ufeff${text}`, "utf16le")])
      for (const chunkSize of [4099, 65_537]) {
        const { rows } = await read(bytes, chunkSize);
        expect(rows.map((row) => names.indexOf(row.given.first))).toEqual([...names.keys()]);
      }
  });
});

describe("the end mark of DOS", () => {
  const row = "A09164,100100,John,Smith,4/10/2009,1";
  test.each([
    ["on a line of its own", `${headings}\r\n${row}\r\n\x1a`],
    ["after the last cell", `${headings}\r\n${row}\x1a`],
    ["filling a block, with a line break that an editor added", `${headings}\r\n${row}\r\n${"\x1a".repeat(100)}\r\n`],
  ])("%s is no part of the file, however it is cut", async (_name, text) => {
    for (const chunkSize of [1, 7, 64 * 1024]) {
      const { rows, problems } = await read(text, chunkSize);
      expect(problems).toEqual([]);
      expect(rows.map((each) => each.values.credits)).toEqual(["1"]);
    }
  });

  test("elsewhere it is a character as any other", async () => {
    const { rows } = await read(`${headings}\nA09164,100100,Jo\x1ahn,Smith,4/10/2009,1\n\x1a\n${row}\n`);
    expect(rows.map((each) => each.values.first)).toEqual(["Jo\x1ahn", "", "John"]);
  });

  test("a file of nothing else ends soon", async () => {
    const { problems } = await read("\x1a".repeat(3_000_000));
    expect(problems.map((each) => each.code)).toHaveLength(1);
  });
});

describe("physical lines", () => {
  test.each([
    ["blank and all-comma lines count", "\n\nH\n\nr\n,,,,,\n \u00a0,\nr\n\n", [5, 8]],
    ["mixed newlines", "H\r\nr\rr\nr\r\n\r\rr\n\rr", [2, 3, 4, 7, 9]],
    ["CR only", "H\rr\r\rr\r", [2, 4]],
    ["line breaks of every kind in cells", 'H\r\n"a\nb\rc\r\nd",x\r\nr\n"\r\n\r\n",x\nr', [2, 6, 7, 10]],
    ["line separators of Unicode are no line breaks", "H\nr\u2028r\u2029\u0085\v\f\nr", [2, 3]],
    ["no newline at the end", "H\nr", [2]],
  ])("%s", async (_, text, lines) => {
    for (const chunkSize of [1, 1000]) {
      const { rows, problems } = await read(text.replace("H", headings), chunkSize);
      expect(problems).toEqual([]);
      expect(rows.map((row) => row.line)).toEqual(lines);
    }
  });
});

describe("headings", () => {
  test("in any order, case and spacing; the file's own are told", async () => {
    const { rows, problems, headingOf } = await read(
      "\ufeffcredits, MEMBER-ID ,last_name,First\u00a0 name,programid,COMPLETION DATE,,\n1,2,3,4,5,6,,\n",
    );
    expect(problems).toEqual([]);
    expect(rows.map((row) => row.values)).toEqual([
      { credits: "1", member: "2", last: "3", first: "4", program: "5", date: "6" },
    ]);
    expect(columns.map((column) => headingOf?.(column.key))).toEqual([
      "programid",
      "MEMBER-ID",
      "First\u00a0 name",
      "last_name",
      "COMPLETION DATE",
      "credits",
    ]);
  });

  test("every fault at once", async () => {
    const { rows, problems } = await read(
      "\nProgram ID,AAST ID,Member ID,,Vorname,Program ID,Last Name\n1,2,3,4,5,6,7\n",
    );
    expect(rows).toEqual([]);
    expect(problems.map((problem) => problem.message)).toEqual([
      'Line 2: the columns "AAST ID" and "Member ID" are the same. Remove one of them.',
      "Line 2: column 4 has no heading. Give it one of the template's headings, or remove it.",
      'Line 2: there is no use for a column "Vorname". Remove it, or correct its heading to one of the template\'s.',
      'Line 2: there are two columns "Program ID". Remove one of them.',
      'Line 2: there is no column "First Name". Download the template and copy its headings.',
      'Line 2: there is no column "Completion Date". Download the template and copy its headings.',
    ]);
    expect(brief(problems)).toEqual([
      [2, "DUPLICATE_COLUMN", "Member ID"],
      [2, "UNKNOWN_COLUMN"],
      [2, "UNKNOWN_COLUMN", "Vorname"],
      [2, "DUPLICATE_COLUMN", "Program ID"],
      [2, "MISSING_COLUMN", "First Name"],
      [2, "MISSING_COLUMN", "Completion Date"],
    ]);
  });

  test.each([["__proto__"], ["constructor"], ["hasOwnProperty"]])(
    "a column %s is unknown, no more",
    async (heading) => {
      const { problems } = await read(`${headings},${heading}\n1,2,3,4,5,6,7\n`);
      expect(brief(problems)).toEqual([[1, "UNKNOWN_COLUMN", heading]]);
    },
  );

  test("an optional column may be absent: its cells are empty, its heading is the template's", async () => {
    const { rows, problems, headingOf } = await read(
      "Program ID,AAST ID,First Name,Last Name,Completion Date\n1,2,3,4,5",
    );
    expect(problems).toEqual([]);
    expect(rows[0]?.values.credits).toBe("");
    expect(headingOf?.("credits")).toBe("CECs");
  });

  test("thousands of them are one problem", async () => {
    expect(brief((await read(`${"x,".repeat(5000)}x\n1`)).problems)).toEqual([[1, "TOO_MANY_CELLS"]]);
  });
});

describe("rows", () => {
  test("trailing empty cells may be too many, missing ones are empty", async () => {
    const { rows, problems } = await read(`${headings}\n1,2,3,4,5,6,,, \n1,2,3\n`);
    expect(problems).toEqual([]);
    expect(rows.map((row) => Object.values(row.values))).toEqual([
      ["1", "2", "3", "4", "5", "6"],
      ["1", "2", "3", "", "", ""],
    ]);
  });

  test("with a cell too many are told apart from the others", async () => {
    const { rows, problems } = await read(`${headings}\n1,2,3,Johnson, Jr.,5,6\n1,2,3,4,5,6\n1,2,3,4,5,6,,8\n`);
    expect(rows.map((row) => row.line)).toEqual([3]);
    expect(inEnglish(problems)).toEqual([
      {
        line: 2,
        column: null,
        value: "6",
        code: "TOO_MANY_CELLS",
        message:
          "Line 2: this row has 7 cells, but there are 6 headings. Put a text that contains the separator in quotation marks, or remove the extra cell.",
      },
      expect.objectContaining({ line: 4, value: "8" }),
    ]);
  });

  test.each([
    [" \u00a0\u200b100100\ufeff\t", "100100"],
    ['="00123"', "00123"],
    ['"=""00123"""', "00123"],
    ['"=""a""""b"""', 'a"b'],
    ['"="', "="],
    ['"="""', '="'],
    ["=HYPERLINK(1)", "=HYPERLINK(1)"],
    ['5" disk', '5" disk'],
    ['Robert "Bob" Smith', 'Robert "Bob" Smith'],
    [' "Smith, Ann" ', "Smith, Ann"],
    ['""', ""],
    ['""""', '"'],
    ["\u2018Smart\u2019", "\u2018Smart\u2019"],
    ["می\u200cشود", "می\u200cشود"],
  ])("a cell %j is %j", async (cell, value) => {
    const { rows, problems } = await read(`${headings}\n1,${cell},3,4,5,6\n`);
    expect(problems).toEqual([]);
    expect(rows[0]?.values).toEqual({ program: "1", member: value, first: "3", last: "4", date: "5", credits: "6" });
  });

  test("keep their cells as given", async () => {
    const { rows } = await read(`${headings}\n ="1" ,\u00a02,"\u00a03 ",4\u00a0, ,\n`);
    expect(Object.values(rows[0]?.given ?? {})).toEqual([' ="1" ', "\u00a02", "\u00a03 ", "4\u00a0", " ", ""]);
    expect(Object.values(rows[0]?.values ?? {})).toEqual(["1", "2", "3", "4", "", ""]);
  });

  test("where a quotation mark begins a cell, keep them without white space around them", async () => {
    const { rows } = await read(`${headings}\n 1 ," 2 " , "3, ""c""" ,4,5,6\n`);
    expect(Object.values(rows[0]?.given ?? {})).toEqual(["1", " 2 ", '3, "c"', "4", "5", "6"]);
  });

  test("a zero byte is a problem of its cell", async () => {
    const { rows, problems, rowCount, isRefused } = await read(`${headings}\n1,2,Sal\0ly,4,5,6\n1,2,3,4,5,6\n`);
    expect(rows.map((row) => row.line)).toEqual([3]);
    expect([rowCount, isRefused]).toEqual([2, false]);
    expect(inEnglish(problems)).toEqual([
      {
        line: 2,
        column: "First Name",
        value: "Sal␀ly",
        code: "UNREADABLE_FILE",
        message: "Line 2, First Name: this cell contains a zero byte. Type it again.",
      },
    ]);
  });

  test("two zero bytes are two problems of one row", async () => {
    const { problems, rowCount } = await read(`${headings}\n1,2\0,3,\0,5,6\n`);
    expect(brief(problems)).toEqual([
      [2, "UNREADABLE_FILE", "AAST ID"],
      [2, "UNREADABLE_FILE", "Last Name"],
    ]);
    expect(rowCount).toBe(1);
  });

  test("300 bad rows are 300 problems", async () => {
    const { problems } = await read(`${headings}\n${"1,2,3,4,5,6,7\n".repeat(300)}`);
    expect(brief(problems)).toEqual(Array.from({ length: 300 }, (_, index) => [index + 2, "TOO_MANY_CELLS"]));
  });
});

describe("quotation marks", () => {
  test("a misplaced one is a problem of its row, named by the row's first line; the others are read", async () => {
    for (const chunkSize of [1, 1000]) {
      const { rows, problems, rowCount, isRefused } = await read(
        `${headings}\n1,2,3,4,5,6\n1,"x\r\ny","Robert "Bob" Smith",4,5,6\n1,"",""2,3\n1,2,3,4,5,6\n`,
        chunkSize,
      );
      expect(rows.map((row) => row.line)).toEqual([2, 6]);
      expect(problems.map((problem) => problem.message)).toEqual(
        [3, 5].map(
          (line) =>
            `Line ${line}: a quotation mark of this row is misplaced. Those around a cell stand at its very start and end; double one inside.`,
        ),
      );
      expect([rowCount, isRefused]).toEqual([4, false]);
    }
  });

  test.each([
    ["lines", '1,"Ann,3,4,5,6\n1,"Bob",3,4,5,6', [2], [4]],
    ["lines, of which the last goes on", '1,"Ann,3,4,5,6\n1,2,3,4,5,"6"', [2], [4]],
    ["quoted lines", '"1","Ann,"3","4","5","6"\n"1","2","3","4","5","6"', [2], [3, 4]],
    ["lines and then quoted ones", '"1","2","3","4","5","6\n"1","2","3","4","5","6"', [2], [4]],
    ["lines, with a space before it", '1, "Ann\nBo",3,4,5,"6"', [2], [3, 4]],
    ["cells", '1,"Ann, Bo,"3",4,5,6', [2], [3]],
  ])("a lost one never merges %s in silence", async (_, text, bad, good) => {
    const { rows, problems } = await read(`${headings}\n${text}\n1,2,3,4,5,6\n`);
    expect(rows.map((row) => row.line)).toEqual(good);
    expect(brief(problems)).toEqual(bad.map((line) => [line, "UNREADABLE_FILE"]));
  });

  test("doubled ones at a cell's start are no fault, not even beside a plain one", async () => {
    const { rows, problems } = await read(`${headings}\n1,"""Bo"", ""Jr""\n""",5" disk,"4" ,5,6\n1,2,3,4,5,6\n`);
    expect(problems).toEqual([]);
    expect(rows.map((row) => [row.line, row.given.member, row.given.first])).toEqual([
      [2, '"Bo", "Jr"\n"', '5" disk'],
      [4, "2", "3"],
    ]);
  });

  test("a misplaced one in the headings refuses the file", async () => {
    const { problems, isRefused } = await read(`${headings.replace("AAST ID", '"AAST "ID"')}\n1,2,3,4,5,6\n`);
    expect(brief(problems)).toEqual([[1, "UNREADABLE_FILE"]]);
    expect(isRefused).toBe(true);
  });

  test("one that is open at the end of the file refuses it, by the line on which its row starts", async () => {
    const { rows, problems, isRefused } = await read(`${headings}\n1,2,3,4,5,6\n1,"x\r\ny","Ann,4,5,6\n1,2,3,4,5,6\n`);
    expect(rows.map((row) => row.line)).toEqual([2]);
    expect(isRefused).toBe(true);
    expect(inEnglish(problems)).toEqual([
      {
        line: 3,
        column: null,
        value: null,
        code: "UNREADABLE_FILE",
        message: "Line 3: a quotation mark of this row is not closed. Close it, or remove it.",
      },
    ]);
  });

  test("one that stays open is found early, wherever the chunks end", async () => {
    const text = `${headings}\n1,2,3,4,5,6\n1,"2,3,4,5,6\n${"1,2,3,4,5,6\n".repeat(100_000)}"`;
    for (const chunkSize of [1024, 65_536, 10_000_000]) {
      const { open, taken } = source(text, chunkSize);
      const facts = await sniffCsv(open, expected);
      taken.chunks = 0;
      const batches = [];
      for await (const batch of readCsv(open, facts, columns)) batches.push(batch);
      expect(brief(batches.flatMap((batch) => batch.problems))).toEqual([[3, "UNREADABLE_FILE"]]);
      expect(batches.flatMap((batch) => batch.rows).length).toBe(1);
      expect(taken.chunks * chunkSize).toBeLessThanOrEqual(Math.max(chunkSize, 3 * 65_536));
    }
  });
});

describe("files that are no roster", () => {
  test.each([
    ["nothing", "", [[1, "EMPTY_FILE"]]],
    ["a byte order mark", "\ufeff", [[1, "EMPTY_FILE"]]],
    ["blank lines", "\n\r\n,,,\n", [[1, "EMPTY_FILE"]]],
    ["a sep= line", "sep=;\n", [[1, "EMPTY_FILE"]]],
    ["headings", `\n${headings}\n`, [[2, "NO_ROWS"]]],
    ["headings and empty rows", `${headings}\n,,,,,\n\n`, [[1, "NO_ROWS"]]],
    ["a quotation mark", '"', [[1, "UNREADABLE_FILE"]]],
    ["zero bytes", "\0".repeat(1000), [[1, "NOT_A_CSV"]]],
    ["a web page", "<!doctype html><html>", [[1, "NOT_A_CSV"]]],
    ["JSON", '{"a": 1}', [[1, "NOT_A_CSV"]]],
    ["half a ZIP file", Buffer.from("504b030414000600", "hex"), [[1, "NOT_A_CSV"]]],
    ["an old workbook", Buffer.from("d0cf11e0a1b11ae1", "hex"), [[1, "NOT_A_CSV"]]],
    ["a PDF", "%PDF-1.7\n%âã", [[1, "NOT_A_CSV"]]],
    ["a PNG", Buffer.from("89504e470d0a1a0a", "hex"), [[1, "NOT_A_CSV"]]],
    ["a gzip file", Buffer.from("1f8b0800", "hex"), [[1, "NOT_A_CSV"]]],
    ["other bytes", createHash("sha512").update("").digest(), expect.anything()],
  ])("%s", async (_, bytes, problems) => {
    const found = await read(bytes);
    expect(found.rows).toEqual([]);
    expect(found.problems.length).toBeGreaterThan(0);
    expect(found.isRefused).toBe(true);
    expect(brief(found.problems)).toEqual(problems);
  });

  test("the advice for another archive says how to save its table", async () => {
    const { problems } = await read(Buffer.from("504b030414000600", "hex"));
    expect(problems[0]?.message).toBe(
      'Line 1: this is a ZIP file. Open it in your spreadsheet program, save it as an Excel workbook (.xlsx) or as "CSV UTF-8 (comma delimited)", and send that file.',
    );
  });

  test("a line without end is refused after a few pieces of it", async () => {
    const { open, taken } = source(Buffer.alloc(42_000_000, "x"));
    const facts = await sniffCsv(open, expected);
    taken.chunks = 0;
    const problems = [];
    for await (const batch of readCsv(open, facts, columns)) problems.push(...batch.problems);
    expect(inEnglish(problems)).toEqual([
      {
        line: 1,
        column: null,
        value: null,
        code: "UNREADABLE_FILE",
        message:
          "Line 1: this row has more than 32 KB. Close the quotation mark that was left open in it, or put each row on a line of its own.",
      },
    ]);
    expect(taken.chunks).toBeLessThan(5);
  });

  test("a row of the most text is taken, two letters more are not", async () => {
    const row = `1,2,${"x".repeat(maxRecordSize * 1024 - 2)}`;
    for (const chunkSize of [1000, 1_000_000]) {
      expect((await read(`${headings}\n${row}\n1,2,3`, chunkSize)).rows.map(({ line }) => line)).toEqual([2, 3]);
      const { rows, problems, isRefused } = await read(`${headings}\n1,2\n${row}xx\n1,2,3`, chunkSize);
      expect(rows.map(({ line }) => line)).toEqual([2]);
      expect(brief(problems)).toEqual([[3, "UNREADABLE_FILE"]]);
      expect(isRefused).toBe(true);
    }
  });

  test.each([
    ["spaces", " "],
    ["commas", ","],
    ["quotation marks", '"'],
    ["quoted line breaks", "\n"],
  ])("a row of endless %s is refused after a few pieces of it", async (_, text) => {
    const start = `${headings}\n1,2,3,4,5,6\n1,"2",${text === "\n" ? '"' : ""}`;
    const { open, taken } = source(start + text.repeat(2_000_000));
    const facts = await sniffCsv(open, expected);
    taken.chunks = 0;
    const batches = [];
    for await (const batch of readCsv(open, facts, columns)) batches.push(batch);
    expect(brief(batches.flatMap((batch) => batch.problems))).toEqual([[3, "UNREADABLE_FILE"]]);
    expect(batches.flatMap((batch) => batch.rows).length).toBe(1);
    expect(taken.chunks).toBeLessThan(8);
  });

  test.each([
    [
      "UTF-8 but for one byte",
      Buffer.concat([
        Buffer.from(`${headings}\n1,2,Zoë Núñez,4,5,6\r\r\n1,2,Ren`),
        Buffer.from([0xe9]),
        Buffer.from(",4,5,6\n"),
      ]),
      4,
    ],
    [
      "UTF-8 with BOM but for the last byte",
      Buffer.concat([Buffer.from(`\ufeff${headings}\n1,2,ë,4,5,6\n1,2,Ren`), Buffer.from([0xc3])]),
      3,
    ],
    ["UTF-16 cut in a letter", Buffer.from(`\ufeff${headings}\n1,2,3,4,5,6\n`, "utf16le").subarray(0, -1), 2],
    ["UTF-16 with half a pair", Buffer.from(`\ufeff${headings}\n1,2,\ud83d,4,5,6\n`, "utf16le"), 2],
  ])("%s: the line is named", async (_, bytes, line) => {
    const { problems } = await read(bytes);
    expect(brief(problems)).toEqual([[line, "UNREADABLE_FILE"]]);
  });

  test("the line is right where a CRLF was cut between two pieces", async () => {
    const start = `${headings}\n${"1,2\n".repeat(16_000)}`;
    const piece = `${start}${"x".repeat(65_535 - start.length)}\r`;
    const bytes = Buffer.concat([Buffer.from(`${piece}\n1,2,Zoë Núñez\n1,2,Ren`), Buffer.from([0xe9])]);
    const { problems } = await read(bytes, 65_536);
    expect(brief(problems)).toEqual([[16_004, "UNREADABLE_FILE"]]);
  });
});

describe("sniffCsv", () => {
  test("tells size and hash of the bytes as they are", async () => {
    const bytes = Buffer.from(`\ufeff${headings}\r\n1,2,3,4,5,6`);
    expect(await sniffCsv(source(bytes, 3).open, expected)).toEqual({
      encoding: "utf-8",
      delimiter: ",",
      hasSeparatorLine: false,
      byteSize: bytes.length,
      sha256: createHash("sha256").update(bytes).digest("hex"),
      foreignFormat: null,
    });
  });

  test("a Windows-1252 file stays one where two of its letters happen to be UTF-8", async () => {
    const bytes = Buffer.concat([
      Buffer.from(`${headings}\n1,2,ANDR`),
      Buffer.from([0xc9, 0x92]),
      Buffer.from(",4,5,6\n1,2,Ren"),
      Buffer.from([0xe9]),
      Buffer.from("e,M"),
      Buffer.from([0xfc]),
      Buffer.from("ller,5,6\n"),
    ]);
    const { facts, rows } = await read(bytes);
    expect(facts.encoding).toBe("windows-1252");
    expect(rows.map((row) => [row.values.first, row.values.last])).toEqual([
      ["ANDRÉ’", "4"],
      ["Renée", "Müller"],
    ]);
  });

  test("letters beyond the head of a long file count", async () => {
    const ascii = "1,2,3,4,5,6\n".repeat(20_000);
    const end = Buffer.concat([Buffer.from("1,2,Zo"), Buffer.from([0xeb]), Buffer.from(",4,5,6")]);
    const { facts, rows } = await read(Buffer.concat([Buffer.from(`${headings}\n${ascii}`), end]));
    expect(facts.encoding).toBe("windows-1252");
    expect(rows.at(-1)).toMatchObject({ line: 20_002, values: { first: "Zoë" } });
  });

  test.each([
    ["by the headings it knows, not by the most cells", "Program ID;AAST ID;a,b,c,d,e\n", ";"],
    ["by cells where it knows none", "a;b,c;d\n", ";"],
    ["not by what stands in quotation marks", '"a;b;c;d",e\n', ","],
    ["comma for a single column", "Program ID\n", ","],
    ["of a sep= line before all", "sep=|\na,b,c|d\n", "|"],
    ["not of a sep= line that is none", "sep=§\na;b\n", ","],
    ["of a quoted sep= line", '"sep=;"\r\na,b,c\n', ";"],
  ])("delimiter %s", async (_, text, delimiter) => {
    expect((await sniffCsv(source(text).open, expected)).delimiter).toBe(delimiter);
  });
});

describe("as a stream", () => {
  const row = `A09164,100100,Sally,${"Johnson-".repeat(50)},4/10/2009,1\n`;
  const generate = (megabytes: number, taken: { bytes: number }) => () =>
    Readable.from(
      (function* () {
        const chunk = Buffer.from(row.repeat(100));
        yield Buffer.from(`${headings}\n`);
        for (let sent = 0; sent < megabytes * 1_000_000; sent += chunk.length) {
          taken.bytes += chunk.length;
          yield chunk;
        }
      })(),
      { highWaterMark: 1 },
    );

  test("8 MB are read no further than the batch that was asked for", async () => {
    const taken = { bytes: 0 };
    const open = generate(8, taken);
    const facts = await sniffCsv(open, expected);
    expect(facts.byteSize).toBeGreaterThan(8_000_000);
    taken.bytes = 0;
    let rows = 0;
    let largest = 0;
    let furthestAhead = 0;
    for await (const batch of readCsv(open, facts, columns)) {
      rows += batch.rows.length;
      largest = Math.max(largest, batch.rows.length);
      furthestAhead = Math.max(furthestAhead, taken.bytes - rows * row.length);
    }
    expect(rows).toBe(taken.bytes / row.length);
    expect(largest).toBeLessThan(400);
    expect(furthestAhead).toBeLessThan(200_000);
  });

  test("who stops early ends the source", async () => {
    const { open } = source(headings + "\n1,2,3,4,5,6".repeat(100_000));
    const facts = await sniffCsv(open, expected);
    const opened: Readable[] = [];
    const keep = () => {
      const stream = open();
      opened.push(stream);
      return stream;
    };
    for await (const _ of readCsv(keep, facts, columns)) break;
    expect(opened.map((stream) => stream.destroyed)).toEqual([true]);
  });

  test("an error of the source is thrown as it is", async () => {
    const { open } = source(`${headings}\n1,2,3,4,5,6\n`);
    const facts = await sniffCsv(open, expected);
    const broken = () =>
      Readable.from(
        (async function* () {
          yield Buffer.from(headings);
          throw new Error("aborted");
        })(),
      );
    await expect(sniffCsv(broken, expected)).rejects.toThrow("aborted");
    await expect(async () => {
      for await (const _ of readCsv(broken, facts, columns));
    }).rejects.toThrow("aborted");
  });
});

describe("parseRecords", () => {
  const cell = fc
    .array(fc.constantFrom("a", "ë", "😀", '"', ",", ";", "\t", "\n", "\r", "\r\n", " ", "=", "\u2028", "0"), {
      maxLength: 6,
    })
    .map((parts) => parts.join(""));
  // At least two cells: a row of one empty cell is a blank line.
  const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 5 }), { minLength: 1, maxLength: 8 });

  /** Cuts the text at these places, but never a letter in two: no decoder does. */
  async function records(text: string, delimiter: string, cuts: number[]): Promise<CsvRecord[]> {
    const letters = Array.from(text);
    const ends = [...cuts.map((cut) => cut % (letters.length + 1)).sort((a, b) => a - b), letters.length];
    const pieces = ends.map((end, index) => letters.slice(ends[index - 1] ?? 0, end).join(""));
    const parsed: CsvRecord[] = [];
    for await (const some of parseRecords(Readable.from(pieces), delimiter)) parsed.push(...some);
    return parsed;
  }

  test("what csv-stringify wrote comes back, each row with its physical line, however the text is cut", async () => {
    await fc.assert(
      fc.asyncProperty(
        table,
        fc.constantFrom(",", ";", "\t"),
        fc.constantFrom("\n", "\r\n", "\r"),
        fc.boolean(),
        fc.array(fc.nat(1000), { maxLength: 12 }),
        async (rows, delimiter, newline, quoted, cuts) => {
          const options = { delimiter, record_delimiter: newline, quoted, quoted_match: /\r|\n|^\s|\s$/ };
          let line = 1;
          const written = rows.map((cells) => {
            const record = { line, cells, fault: null };
            line += stringify([cells], options).split(/\r\n|\r|\n/).length - 1;
            return record;
          });
          expect(await records(stringify(rows, options), delimiter, cuts)).toEqual(written);
        },
      ),
      { numRuns: 1000 },
    );
  });

  test("any text at all is parsed the same way, however it is cut, and lines never run ahead of it", async () => {
    await fc.assert(
      fc.asyncProperty(cell, cell, cell, cell, fc.array(fc.nat(30), { maxLength: 8 }), async (a, b, c, d, cuts) => {
        const text = [a, b, c, d].join("");
        const parsed = await records(text, ",", cuts);
        expect(parsed).toEqual(await records(text, ",", []));
        const lines = text.split(/\r\n|\r|\n/);
        for (const record of parsed) expect(record.line).toBeLessThanOrEqual(lines.length);
        if (!text.includes('"'))
          expect(parsed.map((record) => record.cells)).toEqual(
            lines.slice(0, parsed.length).map((line) => line.split(",")),
          );
      }),
      { numRuns: 2000 },
    );
  });
});
