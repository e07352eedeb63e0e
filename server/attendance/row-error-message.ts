import { ErrorCode } from "../core/errors.ts";
import { type Message, readMessage, say } from "../core/messages/message.ts";
import type { AttendanceUploadError } from "./attendance.entity.ts";

type Facts = Pick<AttendanceUploadError, "value" | "code" | "details" | "suggestions">;

/** What is wrong and what to do, to go on after the place. */
export function rowErrorAdvice(error: Facts): Message {
  const message = error.details.message as Message | undefined;
  return message ? readMessage(message) : advice(error);
}

function advice({ value: given, code, details, suggestions }: Facts): Message {
  const value = given ?? "";
  const textOf = (name: string) => String(details[name] ?? "");
  const orElse = (otherwise: Message) =>
    suggestions.length > 0 ? say("rowError.didYouMean", { suggestions }) : otherwise;
  switch (code) {
    case ErrorCode.UNKNOWN_PROGRAM:
      return say("rowError.unknownProgram", { value });
    case ErrorCode.PROGRAM_NOT_APPROVED:
      return say("rowError.programNotApproved", { value, status: textOf("status") });
    case ErrorCode.OFFERING_NOT_ENDED:
      return say("rowError.offeringNotEnded", { value, days: daysOf(details.days) });
    case ErrorCode.REPORTING_CLOSED:
      return say("rowError.reportingClosed", { value, dueOn: textOf("dueOn") });
    case ErrorCode.UNKNOWN_MEMBER:
      return say("rowError.unknownMember", { value, next: orElse(say("rowError.lookUpMember")) });
    case ErrorCode.MEMBER_INACTIVE:
      return say("rowError.memberInactive", { value });
    case ErrorCode.COLUMN_SLIPPED:
      return say("rowError.columnSlipped", {
        column: textOf("column"),
        rows: Number(details.rows),
        by: Number(details.by),
        further: say(details.further === "up" ? "rowError.furtherUp" : "rowError.furtherDown"),
      });
    case ErrorCode.MISSING_VALUE: {
      const next = orElse(say("rowError.lookUpName"));
      return say("rowError.nameLeftOut", { memberNumber: textOf("memberNumber"), next });
    }
    case ErrorCode.NAME_MISMATCH: {
      const next = orElse(say("rowError.lookUpName"));
      return say("rowError.nameMismatch", { memberNumber: textOf("memberNumber"), value, next });
    }
    case ErrorCode.DATE_IN_FUTURE:
      return eitherDay(value, details) ?? say("rowError.dateInFuture", { value, today: textOf("today") });
    case ErrorCode.DATE_OUTSIDE_OFFERING:
      return eitherDay(value, details) ?? say("rowError.dateOutsideOffering", { value, days: daysOf(details.days) });
    case ErrorCode.CREDITS_NOT_POSITIVE:
      return say("file.creditsOverZero");
    case ErrorCode.CREDITS_ABOVE_MAXIMUM:
      return say("rowError.creditsAboveMaximum", { value, maximum: textOf("maximum"), unit: textOf("unit") });
    case ErrorCode.CREDITS_NOT_WHOLE_STEPS:
      return details.isLess
        ? say("rowError.underLeastAward", { value, least: textOf("least"), unit: textOf("unit") })
        : say("rowError.notWholeSteps", { value, step: textOf("step"), unit: textOf("unit") });
    case ErrorCode.DUPLICATE_ROW:
      return say("rowError.duplicateRow", { line: textOf("firstLine") });
    case ErrorCode.ALREADY_RECORDED: {
      const on = textOf("recordedAt").slice(0, 10);
      if (!details.uploadId)
        return details.source === "CLAIM"
          ? say("rowError.recordedByClaim", { on })
          : say("rowError.recordedByHand", { on });
      const { line, fileName, uploadId } = {
        line: textOf("line"),
        fileName: textOf("fileName"),
        uploadId: textOf("uploadId"),
      };
      return say("rowError.recordedByUpload", { line, fileName, uploadId, on });
    }
    case ErrorCode.STAFF_DECIDES:
      return say("rowError.revokedByStaff");
    case ErrorCode.UNKNOWN_OFFERING:
      return say("rowError.unknownOffering", { value });
    case ErrorCode.SERIES_INCOMPLETE:
      return say("rowError.seriesIncomplete", {
        attended: Number(details.attended),
        required: Number(details.required),
      });
    case ErrorCode.ALREADY_EARNED:
      return details.offeringId
        ? say("rowError.alreadyEarned", { completedOn: textOf("completedOn"), place: textOf("place") })
        : say("rowError.earnedInFile", { line: textOf("line") });
    case ErrorCode.REPEATED_PROGRAM:
      return say("rowError.repeatedProgram", { completedOn: textOf("completedOn") });
    case ErrorCode.ALREADY_UPLOADED: {
      const facts = {
        fileName: textOf("fileName"),
        uploadId: textOf("uploadId"),
        sentAt: textOf("sentAt").slice(0, 16).replace("T", " "),
      };
      return details.status === "PROCESSED" ? say("rowError.fileRecorded", facts) : say("rowError.fileChecking", facts);
    }
    default:
      return say("rowError.notRight");
  }
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

/** The whole sentence: `Line 14, AAST ID: no member 100999. Did you mean 100099, Sally Johnson?` */
export function rowErrorMessage(error: Facts & Pick<AttendanceUploadError, "line" | "column">): Message {
  const said = rowErrorAdvice(error);
  // What the reading of the file found wrong names its place already.
  if (error.details.message) return said;
  const { line, column } = error;
  return column ? say("file.cell", { line, column, advice: said }) : say("file.line", { line, advice: said });
}
