import type { Readable } from "node:stream";
import { isEmail } from "class-validator";
import { type CsvProblem, cellProblem, lineProblem } from "../core/csv/csv-problem.ts";
import { type CsvColumn, type CsvRow, readCsv } from "../core/csv/read-csv.ts";
import { sniffCsv } from "../core/csv/sniff-csv.ts";
import { ErrorCode } from "../core/errors.ts";
import { type Message, say } from "../core/messages/message.ts";
import { type Catalogue, knowLanguage, type Language } from "../core/messages/sentence.ts";
import type { RowError } from "../core/row-error.object.ts";
import type { Registration } from "./conference.entity.ts";
import { mostFileErrors, rowErrorOf } from "./read-schedule.ts";
import { isoDate, readVirtual } from "./schedule/schedule-csv.ts";
import { isDate } from "./schedule/wall-time.ts";

/** The columns of a file of registrations. */
export const registrationFileColumns = [
  { key: "email", headings: ["Email", "E-mail Address"], required: true },
  { key: "registrationType", headings: ["Registration Type"], required: true },
  { key: "accessFrom", headings: ["Access From"], required: false },
  { key: "accessUntil", headings: ["Access Until"], required: false },
  { key: "virtual", headings: ["Virtual"], required: false },
  { key: "name", headings: ["Name", "Full Name"], required: false },
] as const satisfies readonly CsvColumn<string>[];

/** With what the list of registrations as a file has besides. */
const everyColumn = [
  ...registrationFileColumns,
  { key: "badge", headings: ["Badge"], required: false, ignored: true },
  { key: "registered", headings: ["Registered"], required: false, ignored: true },
] as const satisfies readonly CsvColumn<string>[];

type ColumnKey = (typeof everyColumn)[number]["key"];

export type ParsedRegistration = Pick<
  Registration,
  "email" | "registrationType" | "name" | "accessFrom" | "accessUntil" | "virtualOnly"
>;

/** Longest name of a registration type, in UTF-16 code units. */
export const registrationTypeMaxLength = 100;

/** Longest name on a badge, in UTF-16 code units. */
export const registrationNameMaxLength = 200;

/** An address as registrations and accounts are compared by it. */
export const normalizedAddress = (address: string): string => address.trim().toLowerCase();

export interface RegistrationsTask {
  language: Language;
  /** The messages of `language`, which the thread that reads may not have. */
  texts: Catalogue | undefined;
}

/** What one piece of the file holds. */
export interface RegistrationsPart {
  registrations: ParsedRegistration[];
  /** Of the whole file at most `mostFileErrors`: with the last of them the reading ends. */
  errors: RowError[];
}

/**
 * Reads a CSV file of registrations. Bad content never throws: all that is wrong is among the errors, in the order of the
 * file. A row says all of a registration: an empty cell, and a column that the file does not have, mean "no limit". Runs on a thread of
 * its own.
 */
export async function* readRegistrations(
  { language, texts }: RegistrationsTask,
  open: () => Readable,
): AsyncGenerator<RegistrationsPart> {
  knowLanguage(language, texts);
  const facts = await sniffCsv(
    open,
    everyColumn.flatMap((column) => column.headings),
  );
  let errorCount = 0;
  const lines = new Map<string, number>();
  for await (const batch of readCsv(open, facts, everyColumn)) {
    const problems: CsvProblem<string>[] = [...batch.problems];
    const registrations: ParsedRegistration[] = [];
    for (const row of batch.rows) {
      const registration = readRow(row, batch.headingOf, problems);
      const first = lines.get(registration.email);
      if (registration.email !== "" && first !== undefined) {
        const advice = say("file.addressTwice", { line: first });
        problems.push(
          cellProblem(row.line, batch.headingOf("email"), row.given.email, ErrorCode.DUPLICATE_ROW, advice),
        );
      }
      lines.set(registration.email, first ?? row.line);
      registrations.push(registration);
    }
    const first = problems.sort((a, b) => a.line - b.line).slice(0, mostFileErrors - errorCount);
    errorCount += first.length;
    yield { registrations, errors: first.map((problem) => rowErrorOf(problem, language)) };
    if (errorCount === mostFileErrors) return;
  }
}

/** One row; what is wrong with it is added to the problems. */
function readRow(
  { line, values, given }: CsvRow<ColumnKey>,
  headingOf: (key: ColumnKey) => string,
  problems: CsvProblem<string>[],
): ParsedRegistration {
  const report = (key: ColumnKey, code: ErrorCode, advice: Message) => {
    problems.push(cellProblem(line, headingOf(key), given[key], code, advice));
    return null;
  };
  const empty = (key: ColumnKey) => report(key, ErrorCode.MISSING_VALUE, say("file.emptyCell"));
  const readDay = (key: "accessFrom" | "accessUntil") => {
    if (values[key] === "") return null;
    const day = isoDate(values[key]);
    return isDate(day) ? day : report(key, ErrorCode.INVALID_DATE, say("file.writeDay"));
  };

  const email = normalizedAddress(values.email);
  if (email === "") empty("email");
  else if (email.length > 254 || !isEmail(email)) report("email", ErrorCode.INVALID_EMAIL, say("file.noAddress"));
  const registrationType = values.registrationType.replace(/\s+/g, " ");
  if (registrationType === "") empty("registrationType");
  else if (registrationType.length > registrationTypeMaxLength || /\p{Cc}/u.test(registrationType))
    report(
      "registrationType",
      ErrorCode.INVALID_VALUE,
      say("file.nameOfAtMost", { maximum: registrationTypeMaxLength }),
    );
  const accessFrom = readDay("accessFrom");
  const accessUntil = readDay("accessUntil");
  if (accessFrom !== null && accessUntil !== null && accessFrom > accessUntil) {
    const advice = say("file.accessBackwards", { until: accessUntil, from: accessFrom });
    problems.push(lineProblem(line, ErrorCode.ENDS_BEFORE_START, advice, { column: headingOf("accessUntil") }));
  }
  const virtual = values.virtual === "" ? false : readVirtual(values.virtual);
  if (virtual === null) report("virtual", ErrorCode.INVALID_VALUE, say("file.yesOrNo"));
  const name = values.name.replace(/\s+/g, " ").trim() || null;
  if (name !== null && (name.length > registrationNameMaxLength || /\p{Cc}/u.test(name)))
    report("name", ErrorCode.INVALID_VALUE, say("file.nameOfAtMost", { maximum: registrationNameMaxLength }));
  return { email, registrationType, name, accessFrom, accessUntil, virtualOnly: virtual ?? false };
}
