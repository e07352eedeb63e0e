import { whyUnmade } from "../certificates/require-printable.ts";
import { type Message, say } from "../core/messages/message.ts";
import { AttentionKind } from "./attention.kinds.ts";
import type { AttentionRow } from "./attention.queries.ts";

/** What is wrong, and what to do about it. Which columns a kind has is in attention.queries.ts. */
export function attentionMessage(row: AttentionRow, isStaff: boolean): Message {
  switch (row.kind) {
    case AttentionKind.CERTIFICATE_UNMADE:
      return row.part === null
        ? say("certificates.notDrawn")
        : whyUnmade(row.part, row.codePoint === null ? undefined : String.fromCodePoint(row.codePoint));
    case AttentionKind.CERTIFICATE_MISSING:
      return say(isStaff ? "dashboard.certificateMissing" : "dashboard.certificateMissingAtProvider");
    case AttentionKind.JOB_FAILED:
      return say("dashboard.jobFailed", { job: row.jobName ?? "" });
    case AttentionKind.MAIL_FAILED:
      return say("dashboard.mailFailed", { subject: row.mailSubject ?? "", address: row.mailAddress ?? "" });
    case AttentionKind.REPORT_OVERDUE:
      return say(isStaff ? "dashboard.reportOverdue" : "dashboard.reportOverdueAtProvider", { day: row.dueOn ?? "" });
    case AttentionKind.NAME_WAITING:
      return say("dashboard.nameWaiting");
    case AttentionKind.CREDIT_WAITING:
      return say("dashboard.creditWaiting", { count: Number(row.because) });
    case AttentionKind.SESSION_PROPOSED:
      return say("dashboard.sessionsProposed", { sessions: Number(row.because) });
    case AttentionKind.PRESENCE_WAITING:
      return say("dashboard.presenceWaiting", { count: Number(row.because) });
    case AttentionKind.MEMBER_TWICE:
      return say(row.because === "EMAIL" ? "dashboard.sameEmail" : "dashboard.sameNameAndAddress");
  }
}
