import { HelpPurpose } from "../core/help.ts";
import { MailKind } from "./mail.entity.ts";

/** What its reader may turn off. All others are duties: what somebody asked for, must answer, or must know of. */
export const optionalKinds: readonly MailKind[] = [
  MailKind.ANNOUNCEMENT,
  MailKind.ATTENDEE_KIT,
  MailKind.PROGRAM_SUBMITTED,
  MailKind.PROGRAM_TAKEN_UP,
  MailKind.ATTENDANCE_RECORDED,
  MailKind.CERTIFICATES_RELEASED,
  MailKind.RENEWAL_DUE,
  MailKind.STAFF_DIGEST,
];

const aboutReporting: readonly MailKind[] = [
  MailKind.ATTENDANCE_REMINDER,
  MailKind.ATTENDANCE_RECORDED,
  MailKind.DEADLINE_EXTENDED,
  MailKind.DOCUMENTS_DUE,
];

/** Whom a reader of such a mail asks. */
export const helpPurposeOf = (kind: MailKind): HelpPurpose =>
  aboutReporting.includes(kind) ? HelpPurpose.REPORTING : HelpPurpose.GENERAL;
