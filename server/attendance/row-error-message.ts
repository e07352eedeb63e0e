import type { ErrorCode } from "../core/errors.ts";
import { type Message, readMessage, say } from "../core/messages/message.ts";
import type { AttendanceUploadError } from "./attendance.entity.ts";

type Facts = Pick<AttendanceUploadError, "value" | "code" | "details" | "suggestions">;

/** What is wrong and what to do, to go on after the place. */
export function rowErrorAdvice(error: Facts): Message {
  const message = error.details.message as Message | undefined;
  return message ? readMessage(message) : advice(error);
}

/** What a sentence is made of: the cell as it stands in the file, what the check found, and what may have been meant. */
interface Found {
  value: string;
  details: Facts["details"];
  textOf: (name: string) => string;
  /** What may have been meant, where anything was found; else the other. */
  orElse: (otherwise: Message) => Message;
}

/** The sentence of each finding of the check. A rule of the roster has a code of these: without a sentence it does not compile. */
const sentences = {
  UNKNOWN_PROGRAM: ({ value }) => say("rowError.unknownProgram", { value }),
  PROGRAM_NOT_APPROVED: ({ value, textOf }) => say("rowError.programNotApproved", { value, status: textOf("status") }),
  OFFERING_NOT_ENDED: ({ value, details }) => say("rowError.offeringNotEnded", { value, days: daysOf(details.days) }),
  REPORTING_CLOSED: ({ value, textOf }) => say("rowError.reportingClosed", { value, dueOn: textOf("dueOn") }),
  UNKNOWN_MEMBER: ({ value, orElse }) =>
    say("rowError.unknownMember", { value, next: orElse(say("rowError.lookUpMember")) }),
  AMBIGUOUS_MEMBER: ({ value, orElse }) =>
    say("rowError.ambiguousMember", { value, next: orElse(say("rowError.lookUpMember")) }),
  MEMBER_INACTIVE: ({ value }) => say("rowError.memberInactive", { value }),
  COLUMN_SLIPPED: ({ details, textOf }) =>
    say("rowError.columnSlipped", {
      column: textOf("column"),
      rows: Number(details.rows),
      by: Number(details.by),
      further: say(details.further === "up" ? "rowError.furtherUp" : "rowError.furtherDown"),
    }),
  MISSING_VALUE: ({ textOf, orElse }) =>
    say("rowError.nameLeftOut", { memberNumber: textOf("memberNumber"), next: orElse(say("rowError.lookUpName")) }),
  NAME_MISMATCH: ({ value, textOf, orElse }) =>
    say("rowError.nameMismatch", {
      memberNumber: textOf("memberNumber"),
      value,
      next: orElse(say("rowError.lookUpName")),
    }),
  DATE_IN_FUTURE: ({ value, details, textOf }) =>
    eitherDay(value, details) ?? say("rowError.dateInFuture", { value, today: textOf("today") }),
  DATE_OUTSIDE_OFFERING: ({ value, details }) =>
    eitherDay(value, details) ??
    (typeof details.offering === "string"
      ? say("rowError.dateOfOtherOffering", { value, offering: details.offering, days: daysOf(details.days) })
      : say("rowError.dateOutsideOffering", { value, days: daysOf(details.days) })),
  CREDITS_NOT_POSITIVE: () => say("file.creditsOverZero"),
  CREDITS_ABOVE_MAXIMUM: ({ value, textOf }) =>
    say("rowError.creditsAboveMaximum", { value, maximum: textOf("maximum"), unit: textOf("unit") }),
  CREDITS_NOT_WHOLE_STEPS: ({ value, details, textOf }) =>
    details.isLess
      ? say("rowError.underLeastAward", { value, least: textOf("least"), unit: textOf("unit") })
      : say("rowError.notWholeSteps", { value, step: textOf("step"), unit: textOf("unit") }),
  DUPLICATE_ROW: ({ textOf }) => say("rowError.duplicateRow", { line: textOf("firstLine") }),
  ALREADY_RECORDED: ({ details, textOf }) => {
    const on = textOf("recordedAt").slice(0, 10);
    if (!details.uploadId)
      return details.source === "CLAIM"
        ? say("rowError.recordedByClaim", { on })
        : details.source === "IMPORT"
          ? say("rowError.recordedByImport", { on })
          : say("rowError.recordedByHand", { on });
    const of = { line: textOf("line"), fileName: textOf("fileName"), uploadId: textOf("uploadId") };
    return say("rowError.recordedByUpload", { ...of, on });
  },
  STAFF_DECIDES: () => say("rowError.revokedByStaff"),
  UNKNOWN_OFFERING: ({ value }) => say("rowError.unknownOffering", { value }),
  KIND_NOT_APPROVED: ({ textOf }) => say("rowError.kindNotApproved", { kind: textOf("kind") }),
  KIND_NOT_EARNED_THEN: ({ textOf }) => say("rowError.kindNotEarnedThen", { kind: textOf("kind") }),
  PART_ABOVE_WHOLE: ({ textOf }) =>
    say("rowError.partAboveWhole", { kind: textOf("kind"), whole: textOf("whole"), maximum: textOf("maximum") }),
  SERIES_INCOMPLETE: ({ details }) =>
    say("rowError.seriesIncomplete", { attended: Number(details.attended), required: Number(details.required) }),
  ALREADY_EARNED: ({ details, textOf }) =>
    details.offeringId
      ? say("rowError.alreadyEarned", { completedOn: textOf("completedOn"), place: textOf("place") })
      : say("rowError.earnedInFile", { line: textOf("line") }),
  REPEATED_PROGRAM: ({ textOf }) => say("rowError.repeatedProgram", { completedOn: textOf("completedOn") }),
  ALREADY_UPLOADED: ({ details, textOf }) =>
    say(details.status === "PROCESSED" ? "rowError.fileRecorded" : "rowError.fileChecking", {
      fileName: textOf("fileName"),
      uploadId: textOf("uploadId"),
      sentAt: textOf("sentAt").slice(0, 16).replace("T", " "),
    }),
} satisfies Partial<Record<`${ErrorCode}`, (found: Found) => Message>>;

/** What the check of a roster can find. */
export type RosterFinding = keyof typeof sentences;
export const rosterFindings = Object.keys(sentences) as RosterFinding[];

function advice({ value, code, details, suggestions }: Facts): Message {
  const sentence = (sentences as Partial<Record<string, (found: Found) => Message>>)[code];
  const found: Found = {
    value: value ?? "",
    details,
    textOf: (name) => String(details[name] ?? ""),
    orElse: (otherwise) => (suggestions.length > 0 ? say("rowError.didYouMean", { suggestions }) : otherwise),
  };
  return sentence?.(found) ?? say("rowError.notRight");
}

/** A date that is a day of the program with the day first, and none as it stands: never guessed, both readings are said. */
function eitherDay(value: string, { read, dayFirst }: Record<string, unknown>): Message | null {
  if (typeof read !== "string" || typeof dayFirst !== "string") return null;
  const [year, month, day] = dayFirst.split("-").map(Number);
  return say("rowError.eitherDay", { value, read, dayFirst, written: `${month}/${day}/${year}` });
}

/** The days of a program's offerings, of each its first and its last. */
function daysOf(offerings: unknown): Message | string {
  if (!Array.isArray(offerings)) return say("rowError.noDays");
  const spans = (offerings as [string, string][]).map(([from, to]) =>
    from === to ? from : say("rowError.span", { from, to }),
  );
  return spans.reduce((before, next) => say("rowError.spans", { before, next }));
}

/**
 * The whole sentence: `Line 14, AAST ID: no member 100999. Did you mean 100099, Sally Johnson?` Of a workbook it begins with
 * `Sheet "May", row 14, AAST ID`.
 */
export function rowErrorMessage(error: Facts & Pick<AttendanceUploadError, "line" | "column">): Message {
  const found = rowErrorAdvice(error);
  // What the reading of the file found wrong names its place already.
  const hasPlace = found.key === "file.cell" || found.key === "file.line";
  const { line, column, details } = error;
  if (details.message && (!hasPlace || typeof details.sheet !== "string")) return found;
  const said = hasPlace ? (found.facts.advice as Message) : found;
  if (typeof details.sheet === "string") {
    const { sheet } = details;
    return column
      ? say("file.sheetCell", { sheet, line, column, advice: said })
      : say("file.sheetLine", { sheet, line, advice: said });
  }
  return column ? say("file.cell", { line, column, advice: said }) : say("file.line", { line, advice: said });
}
