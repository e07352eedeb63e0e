import { type CsvProblem, cellProblem } from "../core/csv/csv-problem.ts";
import type { CsvColumn, CsvRow } from "../core/csv/read-csv.ts";
import { type Message, say } from "../core/messages/message.ts";
import { namePart } from "../members/name-keys.ts";
import { isKindColumn, type KindColumn, kindOfColumn } from "../policies/kind-columns.ts";
import { memberIdHeadings, optionalRosterHeadings } from "../policies/roster-headings.ts";

/** What a roster says about each attendance. */
export type RosterColumn =
  | "programNumber"
  | "memberNumber"
  | "firstName"
  | "lastName"
  | "completionDate"
  | "credits"
  | "offering";

/** What a row says of a further kind of credit. */
export interface KindCell {
  /** The kind's ID. */
  id: string;
  credits: string;
  /** As the file has it, and its column. */
  given: string;
  heading: string;
}

/** In the order of the template. */
export const rosterColumnKeys = [
  "programNumber",
  "memberNumber",
  "firstName",
  "lastName",
  "completionDate",
  "credits",
] as const satisfies readonly RosterColumn[];

/** With those that a file may have and the template has not. */
export const everyRosterColumn = [...rosterColumnKeys, "offering"] as const satisfies readonly RosterColumn[];

/** The cells of one roster row that could be read; null for those that could not. */
export interface RosterRow {
  /** The physical line of the file on which the row starts. */
  line: number;
  /** Upper-case. */
  programNumber: string | null;
  memberNumber: string | null;
  firstName: string | null;
  lastName: string | null;
  /** `YYYY-MM-DD` */
  completionDate: string | null;
  /** Exact, with two places: `9.00`. Over 0. */
  credits: string | null;
  /** Which of the program's offerings, as people name it; none: the one that the day says. */
  offering?: string;
  /** What it says of further kinds of credit; none where it says nothing of any. */
  kinds?: KindCell[];
}

/** One roster row after parsing. */
export interface ParsedRosterRow {
  row: RosterRow;
  /** The cells as the file has them. */
  given: Record<(typeof rosterColumnKeys)[number], string>;
  /** In the order of the template's columns; empty where every cell could be read. */
  errors: CsvProblem<RosterProblemCode>[];
}

export type RosterProblemCode =
  | "MISSING_VALUE"
  | "INVALID_MEMBER_NUMBER"
  | "INVALID_NAME"
  | "INVALID_DATE"
  | "INVALID_CREDITS"
  | "CREDITS_NOT_POSITIVE";

/** One cell, trimmed, as it is meant, or why it cannot be; `advice` goes on after the name of the place: `Line 14, CECs: …`. */
export type ParsedValue =
  | { value: string; code?: undefined }
  | { value: null; code: RosterProblemCode; advice: Message };

/**
 * The columns of the roster template, in its order (seeds/002). `memberIdLabel` is the accreditor's name for a member
 * number, such as `AAST ID`; `Member ID` always works too. Each column also goes by the name of its field in the API.
 */
export function rosterColumns(memberIdLabel: string): readonly CsvColumn<RosterColumn>[] {
  return [
    { key: "programNumber", headings: ["Program ID", "Program Number"], required: true },
    { key: "memberNumber", headings: [memberIdLabel, ...memberIdHeadings], required: true },
    { key: "firstName", headings: ["First Name"], required: true },
    { key: "lastName", headings: ["Last Name"], required: true },
    { key: "completionDate", headings: ["Completion Date"], required: true },
    { key: "credits", headings: ["CECs", "Credits"], required: true },
  ];
}

/** A column that tells offerings on the same days apart: by place, address, time zone, first day, or ID. */
export const offeringColumn: CsvColumn<RosterColumn> = {
  key: "offering",
  headings: optionalRosterHeadings,
  required: false,
};

const parsers: readonly [(typeof rosterColumnKeys)[number], (text: string) => ParsedValue][] = [
  ["programNumber", parseProgramNumber],
  ["memberNumber", parseMemberId],
  ["firstName", parseName],
  ["lastName", parseName],
  ["completionDate", parseCompletionDate],
  ["credits", parseCredits],
];

/** A row of which nothing could be read. */
export const emptyRow = (line: number): RosterRow => ({
  line,
  programNumber: null,
  memberNumber: null,
  firstName: null,
  lastName: null,
  completionDate: null,
  credits: null,
});

/**
 * Reads one row of a roster, without looking anything up. Every cell that cannot be read is an error, all of them at
 * once; the others are in `row`, so that what the database knows about them can be checked all the same.
 * @param decimalComma whether commas do not separate the file's columns, so that "1,5" is one and a half
 */
export function parseRosterRow(
  { line, values, given }: CsvRow<RosterColumn | KindColumn>,
  headingOf: (key: RosterColumn | KindColumn) => string,
  decimalComma = false,
): ParsedRosterRow {
  const errors: ParsedRosterRow["errors"] = [];
  const row = emptyRow(line);
  const isNameless = [values.firstName, values.lastName].every((text) => parseName(text).value === "");
  for (const [key, parse] of parsers) {
    const text = key === "credits" && decimalComma ? withDecimalPoint(values[key]) : values[key];
    const result = isNameless && parse === parseName ? nameless : parseCell(text, parse);
    row[key] = result.value;
    if (result.value === null) errors.push(cellProblem(line, headingOf(key), given[key], result.code, result.advice));
  }
  if (values.offering) row.offering = values.offering;
  for (const [key, text] of Object.entries(values)) {
    // Who earned nothing of a kind has an empty cell there, or a zero.
    if (!isKindColumn(key) || text === "" || zero.test(text)) continue;
    const result = parseCredits(decimalComma ? withDecimalPoint(text) : text);
    const cell = { given: given[key] ?? text, heading: headingOf(key) };
    if (result.value === null) errors.push(cellProblem(line, cell.heading, cell.given, result.code, result.advice));
    else row.kinds = [...(row.kinds ?? []), { id: kindOfColumn(key), credits: result.value, ...cell }];
  }
  return { row, given, errors };
}

const zero = /^0{1,4}(?:[.,]0{1,4})?$/;

const nameless = refuse("MISSING_VALUE", say("file.noNameAtAll"));

function parseCell(text: string, parse: (text: string) => ParsedValue): ParsedValue {
  if (text === "" && parse !== parseName) return refuse("MISSING_VALUE", say("file.emptyCell"));
  return parse(text);
}

/** Whether there is such a program is the database's to say. */
function parseProgramNumber(text: string): ParsedValue {
  return { value: withoutInvisible(text).toUpperCase() };
}

/** A member number is text: its leading zeros and its letters count. At most 32 of A to Z, 0 to 9 and inner hyphens. */
export function parseMemberNumber(text: string): ParsedValue {
  const number = withoutInvisible(text);
  if (/^[\dA-Z](?:[\dA-Z-]{0,30}[\dA-Z])?$/i.test(number)) return { value: number };
  if (/^\d+(?:[.,]\d+)?E\+?\d+$/i.test(text) || /^\d+[.,]0+$/.test(text))
    return refuse("INVALID_MEMBER_NUMBER", say("file.numberRewritten"));
  return refuse("INVALID_MEMBER_NUMBER", say("file.noMemberNumber"));
}

/**
 * Who it is, in the ID column's place: the member number; a verified e-mail address, in lower case; or a licence of a kind that rosters may name people by,
 * with its code before it, in capitals: `NPI 1234567893`, `RN TX 123456`. Which kinds there are is the database's to say.
 */
export function parseMemberId(text: string): ParsedValue {
  const said = withoutInvisible(text).normalize("NFKC").trim();
  if (/^[^\s@]{1,64}@[^\s@]{1,190}$/.test(said)) return { value: said.toLowerCase() };
  const [, code, number] = /^([A-Z][A-Z0-9_]{1,39})[\s:]+([0-9A-Z][0-9A-Z ./-]{0,80})$/i.exec(said) ?? [];
  if (code && number && /\d/.test(number)) return { value: `${code} ${number}`.toUpperCase() };
  return parseMemberNumber(text);
}

/** What comes along when an ID is pasted from a web page: zero-width spaces, soft hyphens, direction marks. */
function withoutInvisible(text: string): string {
  return text.replace(/\u00ad|[\u200b-\u200f]|\u2060|\ufeff/g, "");
}

/** The longest first or last name that is taken, in UTF-16 code units. */
const maxNameLength = 200;

/**
 * A first or last name in any script, spaces and line breaks in it as one space each. Its letters stay as they are. Empty where the cell
 * says that there is none: some people have one name only.
 */
export function parseName(text: string): ParsedValue {
  const name = text.replace(/\s+/g, " ").trim();
  if (name.length > maxNameLength) return refuse("INVALID_NAME", say("file.nameTooLong", { maximum: maxNameLength }));
  if (/[\p{Cc}\ufffd]/u.test(name)) return refuse("INVALID_NAME", say("file.lettersLost"));
  if (isSpreadsheetError(name)) return refuse("INVALID_NAME", say("file.noName"));
  return { value: namePart(name) };
}

const midnight = String.raw`(?:[ T](?:0?0:00(?::00(?:\.0+)?)?Z?|12:00(?::00)? ?AM))?`;
const monthFirst = new RegExp(String.raw`^(\d{1,2})/(\d{1,2})/(\d{4})${midnight}$`, "i");
const yearFirst = new RegExp(String.raw`^(\d{4})-(\d{1,2})-(\d{1,2})${midnight}$`, "i");
const earliestYear = 1950;
const latestYear = 2100;
/** Day 0 of Excel's calendar, as far as its dates after February 1900 go. */
const excelEpoch = Date.UTC(1899, 11, 30);
const dayLength = 86_400_000;

/**
 * A day, as `YYYY-MM-DD`: from `M/D/YYYY`, `YYYY-MM-DD` (either also with a midnight that a program added), or the number
 * by which Excel stores a day (1900 system). Years 1950 to 2100; the day must exist. Never shifts by a time zone.
 */
export function parseCompletionDate(text: string): ParsedValue {
  let match = monthFirst.exec(text);
  if (match !== null) return day(Number(match[3]), Number(match[1]), Number(match[2]), text);
  match = yearFirst.exec(text);
  if (match !== null) return day(Number(match[1]), Number(match[2]), Number(match[3]), text);
  if (/^\d{5}$/.test(text)) {
    const value = new Date(excelEpoch + Number(text) * dayLength).toISOString().slice(0, 10);
    const year = Number(value.slice(0, 4));
    if (year >= earliestYear && year <= latestYear) return { value };
  }
  if (/^\d{1,2}[/.-]\d{1,2}[/.-]\d{2}$/.test(text)) return refuse("INVALID_DATE", say("file.yearOfFourDigits"));
  if (isSpreadsheetError(text)) return refuse("INVALID_DATE", say("file.spreadsheetError"));
  if (/^\d{1,4}[/-]\d{1,2}[/-]\d{1,4}[ T]/.test(text)) return refuse("INVALID_DATE", say("file.dayWithoutTime"));
  return refuse("INVALID_DATE", say("file.monthDayYear"));
}

function day(year: number, month: number, dayOfMonth: number, text: string): ParsedValue {
  if (month > 12 && dayOfMonth >= 1 && dayOfMonth <= 12 && month <= daysIn(year, dayOfMonth))
    return refuse("INVALID_DATE", say("file.dayFirst", { date: `${dayOfMonth}/${month}/${year}` }));
  if (month < 1 || month > 12 || dayOfMonth < 1 || dayOfMonth > daysIn(year, month))
    return refuse("INVALID_DATE", say("file.noSuchDay", { text }));
  if (year < earliestYear || year > latestYear)
    return refuse("INVALID_DATE", say("file.yearRange", { earliest: earliestYear, latest: latestYear }));
  return { value: `${year}-${String(month).padStart(2, "0")}-${String(dayOfMonth).padStart(2, "0")}` };
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/**
 * Credits over 0 and up to 9999.99, as exact text with two places: `1` is `1.00`, `.25` is `0.25`. Decimal point only, no
 * separator of thousands, no exponent; more than two places only where they are zeros.
 */
export function parseCredits(text: string): ParsedValue {
  const match = /^(-?)0*(\d{0,4})(?:\.(\d{1,2})0*)?$/.exec(text);
  if (match !== null && /\d/.test(text)) {
    const [, sign = "", whole = "", places = ""] = match;
    const value = `${whole || "0"}.${places.padEnd(2, "0")}`;
    if (sign !== "" || value === "0.00") return refuse("CREDITS_NOT_POSITIVE", say("file.creditsOverZero"));
    return { value };
  }
  if (/^\d*,\d{1,2}$/.test(text))
    return refuse("INVALID_CREDITS", say("file.decimalPoint", { credits: text.replace(/^,/, "0,").replace(",", ".") }));
  if (/^\d{1,3}(?:,\d{3})+(?:\.\d*)?$/.test(text) || /^\d{5,}(?:\.\d*)?$/.test(text))
    return refuse("INVALID_CREDITS", say("file.creditsTooLarge"));
  if (/^\d*\.\d{3,}$/.test(text)) return refuse("INVALID_CREDITS", say("file.twoPlaces"));
  if (/(?![0-9])\p{Nd}/u.test(text)) return refuse("INVALID_CREDITS", say("file.digits"));
  return refuse("INVALID_CREDITS", say("file.creditsAsNumber"));
}

/** A decimal comma as a point, where nothing else is in the cell: "1,5" is 1.5. */
const withDecimalPoint = (text: string): string => (/^\d*,\d+$/.test(text) ? text.replace(",", ".") : text);

/** `#N/A`, `#REF!`, `########` and the like, which spreadsheet programs write for a cell that they cannot show. */
export function isSpreadsheetError(text: string): boolean {
  return /^#(?:N\/A|[A-Z0-9/]+[!?]|#+)$/i.test(text);
}

function refuse(code: RosterProblemCode, advice: Message): ParsedValue {
  return { value: null, code, advice };
}
