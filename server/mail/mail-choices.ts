import { MailKind } from "./mail.entity.ts";

/** What its reader may turn off. All others are duties: what somebody asked for, must answer, or must know of. */
export const optionalKinds: readonly MailKind[] = [
  MailKind.ANNOUNCEMENT,
  MailKind.ATTENDEE_KIT,
  MailKind.PROGRAM_SUBMITTED,
  MailKind.PROGRAM_TAKEN_UP,
  MailKind.ATTENDANCE_RECORDED,
];
