import { ErrorCode } from "../core/errors.ts";
import type { AttendanceUploadError } from "./attendance.entity.ts";

type Facts = Pick<AttendanceUploadError, "value" | "code" | "details" | "suggestions">;

const list = (suggestions: string[]): string =>
  suggestions.length > 0 ? ` Did you mean ${suggestions.join(" or ")}?` : "";

/** What is wrong and what to do, on its own. */
export function rowErrorSentence(facts: Facts): string {
  const text = advice(facts);
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** What is wrong and what to do, to go on after the place. */
function advice({ value, code, details, suggestions }: Facts): string {
  if (typeof details.message === "string") return details.message;
  switch (code) {
    case ErrorCode.UNKNOWN_PROGRAM:
      return `the selected provider has no program ${value}. Check the Program ID and the provider.`;
    case ErrorCode.PROGRAM_NOT_APPROVED:
      return `program ${value} is ${details.status}. Attendance can be reported for approved programs only.`;
    case ErrorCode.OFFERING_NOT_ENDED:
      return `program ${value} (${details.days ?? "without dates"}) has not ended yet. Report attendance from the day after it ends.`;
    case ErrorCode.REPORTING_CLOSED:
      return `attendance of program ${value} could be reported until ${details.dueOn}. Ask the accreditor's staff to extend the deadline.`;
    case ErrorCode.UNKNOWN_MEMBER:
      return `no member ${value}.${list(suggestions) || " Look the member up in Member Search."}`;
    case ErrorCode.MEMBER_INACTIVE:
      return `member ${value} is not active and cannot earn credit. Ask the accreditor's staff.`;
    case ErrorCode.NAME_MISMATCH:
      return `member ${details.memberNumber} is not called "${value}".${list(suggestions) || " Check the ID and the name in Member Search."}`;
    case ErrorCode.DATE_IN_FUTURE:
      return `${value} has not come yet; today is ${details.today}. Correct the date.`;
    case ErrorCode.DATE_OUTSIDE_OFFERING:
      return `${value} is not a day of this program, which took place on ${details.days}. Correct the date or the Program ID.`;
    case ErrorCode.CREDITS_NOT_POSITIVE:
      return "credits must be over 0. Correct them, or remove the row.";
    case ErrorCode.CREDITS_ABOVE_MAXIMUM:
      return `${value} is more than the ${details.maximum} ${details.unit} that this program was approved for. Award at most that.`;
    case ErrorCode.CREDITS_NOT_WHOLE_STEPS:
      return details.isLess
        ? `${value} is less than the ${details.least} ${details.unit} that anything earns at least. Award that, or remove the row.`
        : `${value} is not in whole steps of ${details.step} ${details.unit}. Round it to a step.`;
    case ErrorCode.DUPLICATE_ROW:
      return `line ${details.firstLine} already gives this member this program. Remove one of the two rows.`;
    case ErrorCode.ALREADY_RECORDED: {
      const on = String(details.recordedAt).slice(0, 10);
      return details.uploadId
        ? `this attendance is already on record, from line ${details.line} of "${details.fileName}" (upload ${details.uploadId}) of ${on}. Remove the row.`
        : details.source === "CLAIM"
          ? `the member claimed sessions of this program on ${on}. Remove the row.`
          : `this attendance is already on record, entered by hand on ${on}. Remove the row.`;
    }
    case ErrorCode.REPEATED_PROGRAM:
      return `this member has credit of another date of this program already, completed on ${details.completedOn}. Remove the row unless they attended twice.`;
    case ErrorCode.ALREADY_UPLOADED: {
      const sent = `"${details.fileName}" (upload ${details.uploadId}), sent at ${String(details.sentAt).slice(0, 16).replace("T", " ")} UTC`;
      return details.status === "PROCESSED"
        ? `this very file was recorded before: as ${sent}. To correct it, amend that upload; to record it anew, undo that upload first.`
        : `this very file is being checked already: as ${sent}. Wait for what becomes of it.`;
    }
    default:
      return "this is not right. Compare it with the template.";
  }
}

/** The whole sentence: `Line 14, AAST ID: no member 100999. Did you mean 100099, Sally Johnson?` */
export function rowErrorMessage(error: Facts & Pick<AttendanceUploadError, "line" | "column">): string {
  const text = advice(error);
  // What the reading of the file found wrong names its place already.
  if (typeof error.details.message === "string") return text;
  return `Line ${error.line}${error.column ? `, ${error.column}` : ""}: ${text}`;
}
