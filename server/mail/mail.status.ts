import type { Moves } from "../core/transitions.ts";

export enum MailStatus {
  QUEUED = "QUEUED",
  SENT = "SENT",
  FAILED = "FAILED",
  DROPPED = "DROPPED",
}

/** Which status may follow which: a mail that is to go out again is a new one. The database refuses every other move. */
export const mailMoves = {
  QUEUED: [MailStatus.SENT, MailStatus.FAILED, MailStatus.DROPPED],
  SENT: [],
  FAILED: [],
  DROPPED: [],
} satisfies Moves<MailStatus>;
