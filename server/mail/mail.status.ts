import type { Moves } from "../core/transitions.ts";

export enum MailStatus {
  QUEUED = "QUEUED",
  SENT = "SENT",
  FAILED = "FAILED",
  DROPPED = "DROPPED",
  SUPPRESSED = "SUPPRESSED",
  DELIVERED = "DELIVERED",
  BOUNCED = "BOUNCED",
  COMPLAINED = "COMPLAINED",
}

/** What is learned of a mail after it went out. */
const learned = [MailStatus.DELIVERED, MailStatus.BOUNCED, MailStatus.COMPLAINED];

/** Which status may follow which: a mail that is to go out again is a new one. The database refuses every other move. */
export const mailMoves = {
  // What is learned of a mail that was not known to have gone out shows that it did.
  QUEUED: [MailStatus.SENT, MailStatus.FAILED, MailStatus.DROPPED, MailStatus.SUPPRESSED, ...learned],
  SENT: learned,
  FAILED: learned,
  DROPPED: [],
  SUPPRESSED: [],
  DELIVERED: [MailStatus.BOUNCED, MailStatus.COMPLAINED],
  BOUNCED: [MailStatus.COMPLAINED],
  COMPLAINED: [],
} satisfies Moves<MailStatus>;
