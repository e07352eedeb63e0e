import fc from "fast-check";
import { DateTime } from "luxon";
import {
  parseCompletionDate,
  parseCredits,
  parseMemberNumber,
  parseName,
  parseRosterRow,
  type RosterColumn,
  rosterColumns,
} from "../../server/attendance/parse-roster-row.ts";
import { inEnglish } from "../support/in-english.ts";

const good: Record<RosterColumn, string> = {
  programNumber: "a09164",
  memberNumber: "0100100",
  firstName: "Sally",
  lastName: "van der Berg",
  completionDate: "4/10/2009",
  credits: "9",
  offering: "",
};
const headings = Object.fromEntries(rosterColumns("AAST ID").map((column) => [column.key, column.headings[0]]));
const headingOf = (key: string) => headings[key]!;
const parse = (values: Partial<Record<RosterColumn, string>>, line = 14) =>
  parseRosterRow({ line, values: { ...good, ...values }, given: { ...good, ...values } }, headingOf);

describe("a roster row", () => {
  test("is read as typed values, its names as they are", () => {
    expect(parse({})).toEqual({
      row: {
        line: 14,
        programNumber: "A09164",
        memberNumber: "0100100",
        firstName: "Sally",
        lastName: "van der Berg",
        completionDate: "2009-04-10",
        credits: "9.00",
      },
      given: good,
      errors: [],
    });
  });

  test("reports all its bad cells at once and keeps the good ones", () => {
    const { row, errors } = parse({ memberNumber: "1.00E+05", completionDate: "13/1/2009", credits: "1,5" }, 3);
    expect(row).toEqual({
      line: 3,
      programNumber: "A09164",
      memberNumber: null,
      firstName: "Sally",
      lastName: "van der Berg",
      completionDate: null,
      credits: null,
    });
    expect(inEnglish(errors)).toEqual([
      {
        line: 3,
        column: "AAST ID",
        value: "1.00E+05",
        code: "INVALID_MEMBER_NUMBER",
        message:
          "Line 3, AAST ID: the spreadsheet program rewrote this number. Format the column as text, and type the number again.",
      },
      {
        line: 3,
        column: "Completion Date",
        value: "13/1/2009",
        code: "INVALID_DATE",
        message: "Line 3, Completion Date: this looks day-first. Write 1/13/2009.",
      },
      {
        line: 3,
        column: "CECs",
        value: "1,5",
        code: "INVALID_CREDITS",
        message: "Line 3, CECs: write a decimal point: 1.5.",
      },
    ]);
  });

  test("with every cell empty has six missing values", () => {
    const empty = Object.fromEntries(Object.keys(good).map((key) => [key, ""]));
    const { row, errors } = parse(empty);
    expect(Object.values(row)).toEqual([14, null, null, null, null, null, null]);
    expect(errors.map(({ column, code, value }) => [column, code, value])).toEqual(
      rosterColumns("AAST ID").map((column) => [column.headings[0], "MISSING_VALUE", ""]),
    );
  });

  test("with a zero byte or an endless cell gives a value that PostgreSQL can store", () => {
    const { errors } = parse({ firstName: "Sal\0ly", lastName: "x".repeat(5000) });
    expect(errors.map(({ code, value }) => [code, value])).toEqual([
      ["INVALID_NAME", "Sal␀ly"],
      ["INVALID_NAME", `${"x".repeat(199)}…`],
    ]);
  });
});

test("the template has the accreditor's word for the member number", () => {
  expect(rosterColumns("AAST ID").map((column) => column.headings[0])).toEqual([
    "Program ID",
    "AAST ID",
    "First Name",
    "Last Name",
    "Completion Date",
    "CECs",
  ]);
});

describe("parseCompletionDate", () => {
  test.each([
    ["4/10/2009", "2009-04-10"],
    ["04/10/2009", "2009-04-10"],
    ["10/4/2009", "2009-10-04"],
    ["12/31/2009", "2009-12-31"],
    ["2009-04-10", "2009-04-10"],
    ["2009-4-10", "2009-04-10"],
    ["4/10/2009 0:00", "2009-04-10"],
    ["4/10/2009 0:00:00", "2009-04-10"],
    ["4/10/2009 12:00 AM", "2009-04-10"],
    ["2009-04-10 00:00:00", "2009-04-10"],
    ["2009-04-10T00:00:00.000Z", "2009-04-10"],
    ["2/29/2020", "2020-02-29"],
    ["2/29/2000", "2000-02-29"],
    ["39913", "2009-04-10"],
    ["18264", "1950-01-01"],
    ["73415", "2100-12-31"],
    ["1/1/1950", "1950-01-01"],
    ["12/31/2100", "2100-12-31"],
  ])("%s is %s", (text, value) => {
    expect(parseCompletionDate(text)).toEqual({ value });
  });

  test.each([
    ["2/30/2009", /no day 2\/30\/2009/],
    ["2/29/2021", /no day/],
    ["2/29/2100", /no day/],
    ["4/31/2009", /no day/],
    ["0/10/2009", /no day/],
    ["4/0/2009", /no day/],
    ["2009-13-01", /day-first\. Write 1\/13\/2009/],
    ["2009-02-30", /no day/],
    ["13/1/2009", /day-first\. Write 1\/13\/2009/],
    ["31/4/2009", /no day/],
    ["30/2/2009", /no day/],
    ["13/13/2009", /no day/],
    ["4/10/09", /four digits/],
    ["10.04.09", /four digits/],
    ["4/10/2009 14:30", /without a time/],
    ["2009-04-10T23:00:00", /without a time/],
    ["12/31/1949", /1950 to 2100/],
    ["1/1/2101", /1950 to 2100/],
    ["18263", /month\/day\/year/],
    ["73416", /month\/day\/year/],
    ["20090410", /month\/day\/year/],
    ["39913.5", /month\/day\/year/],
    ["10.04.2009", /month\/day\/year/],
    ["April 10, 2009", /month\/day\/year/],
    ["٤/١٠/٢٠٠٩", /month\/day\/year/],
    ["4/10/2009\n", /./],
    ["#N/A", /put an error here/],
    ["########", /put an error here/],
    ["#VALUE!", /put an error here/],
  ])("%j is refused", (text, advice) => {
    expect(inEnglish(parseCompletionDate(text))).toEqual({
      value: null,
      code: "INVALID_DATE",
      advice: expect.stringMatching(advice),
    });
  });

  test("takes every day that there is, in each of its forms, and no other", () => {
    const days = { min: new Date("1950-01-01"), max: new Date("2100-12-31"), noInvalidDate: true };
    fc.assert(
      fc.property(fc.date(days), (instant) => {
        const value = instant.toISOString().slice(0, 10);
        const date = DateTime.fromISO(value, { zone: "utc" });
        const serial = date.diff(DateTime.utc(1899, 12, 30), "days").days;
        for (const text of [value, date.toFormat("M/d/yyyy"), date.toFormat("MM/dd/yyyy"), String(serial)])
          expect(parseCompletionDate(text)).toEqual({ value });
      }),
    );
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 40 }), (month, day) => {
        const isReal = DateTime.utc(2023, month, day).isValid;
        expect(parseCompletionDate(`${month}/${day}/2023`).value !== null).toBe(isReal);
      }),
    );
  });
});

describe("parseCredits", () => {
  test.each([
    ["1", "1.00"],
    ["1.0", "1.00"],
    ["1.", null],
    [".25", "0.25"],
    ["0.25", "0.25"],
    ["2.95", "2.95"],
    ["9.00", "9.00"],
    ["09.5", "9.50"],
    ["1.500", "1.50"],
    ["9999.99", "9999.99"],
    ["0.01", "0.01"],
  ])("%s is %s", (text, value) => {
    expect(parseCredits(text).value).toBe(value);
  });

  test.each([
    ["0", "CREDITS_NOT_POSITIVE", /over 0/],
    ["0.00", "CREDITS_NOT_POSITIVE", /over 0/],
    [".0", "CREDITS_NOT_POSITIVE", /over 0/],
    ["-1", "CREDITS_NOT_POSITIVE", /over 0/],
    ["-0.25", "CREDITS_NOT_POSITIVE", /over 0/],
    ["1,5", "INVALID_CREDITS", /: 1\.5\./],
    [",5", "INVALID_CREDITS", /: 0\.5\./],
    ["1,000.00", "INVALID_CREDITS", /at most 9999\.99/],
    ["10000", "INVALID_CREDITS", /at most 9999\.99/],
    ["1.005", "INVALID_CREDITS", /two decimal places/],
    ["NaN", "INVALID_CREDITS", /as a number/],
    ["Infinity", "INVALID_CREDITS", /as a number/],
    ["1e1", "INVALID_CREDITS", /as a number/],
    ["0x1", "INVALID_CREDITS", /as a number/],
    ["+1", "INVALID_CREDITS", /as a number/],
    ["1 CEC", "INVALID_CREDITS", /as a number/],
    [".", "INVALID_CREDITS", /as a number/],
    ["-", "INVALID_CREDITS", /as a number/],
    ["#N/A", "INVALID_CREDITS", /as a number/],
    ["١", "INVALID_CREDITS", /digits 0 to 9/],
    ["１", "INVALID_CREDITS", /digits 0 to 9/],
  ])("%s is refused", (text, code, advice) => {
    expect(inEnglish(parseCredits(text))).toEqual({ value: null, code, advice: expect.stringMatching(advice) });
  });

  test("is exact for every amount", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 999_999 }), (hundredths) => {
        const digits = String(hundredths).padStart(3, "0");
        const value = `${digits.slice(0, -2)}.${digits.slice(-2)}`;
        expect(parseCredits(value)).toEqual({ value });
      }),
    );
  });
});

describe("parseMemberNumber", () => {
  test.each(["100100", "00123", "A-100", "1E5", "x", "9".repeat(32)])("%s is taken as it is", (text) => {
    expect(parseMemberNumber(text)).toEqual({ value: text });
  });

  test("zero-width characters inside do not count", () => {
    expect(parseMemberNumber("100\u200b100\u00ad")).toEqual({ value: "100100" });
  });

  test.each([
    ["1.00E+05", /Format the column as text/],
    ["1E+05", /Format the column as text/],
    ["1,00E+05", /Format the column as text/],
    ["100100.0", /Format the column as text/],
    ["100 100", /letters and digits/],
    ["100100;", /letters and digits/],
    ["-100", /letters and digits/],
    ["١٠٠", /letters and digits/],
    ["#N/A", /letters and digits/],
    ["9".repeat(33), /letters and digits/],
  ])("%s is refused", (text, advice) => {
    expect(inEnglish(parseMemberNumber(text))).toEqual({
      value: null,
      code: "INVALID_MEMBER_NUMBER",
      advice: expect.stringMatching(advice),
    });
  });
});

describe("parseName", () => {
  test.each([
    ["McDonald", "McDonald"],
    ["Mary\nAnn", "Mary Ann"],
    ["Mary\u00a0 Ann", "Mary Ann"],
    ["=HYPERLINK(1)", "=HYPERLINK(1)"],
    ["<b>Bob</b>", "<b>Bob</b>"],
    ["王小明", "王小明"],
    ["x".repeat(200), "x".repeat(200)],
    ["-", ""],
    [".", ""],
    ["", ""],
  ])("%j is %j", (text, value) => {
    expect(parseName(text)).toEqual({ value });
  });

  test.each([
    ["x".repeat(201), /200/],
    ["Jos\ufffd", /were lost/],
    ["Jo\u0007e", /were lost/],
    ["Jo\u0081e", /were lost/],
    ["#N/A", /not a name/],
  ])("%j is refused", (text, advice) => {
    expect(inEnglish(parseName(text))).toEqual({
      value: null,
      code: "INVALID_NAME",
      advice: expect.stringMatching(advice),
    });
  });
});
