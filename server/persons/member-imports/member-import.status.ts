import type { Moves } from "../../core/transitions.ts";

/** What became of a list of members that was sent. */
export enum MemberImportStatus {
  CHECKING = "CHECKING",
  REJECTED = "REJECTED",
  PREVIEWED = "PREVIEWED",
  PROCESSED = "PROCESSED",
  UNDONE = "UNDONE",
}

const s = MemberImportStatus;

/** Which status may follow which: only what was recorded can be taken back. The database refuses every other move. */
export const memberImportMoves = {
  CHECKING: [s.REJECTED, s.PREVIEWED, s.PROCESSED],
  REJECTED: [],
  PREVIEWED: [],
  PROCESSED: [s.UNDONE],
  UNDONE: [],
} satisfies Moves<MemberImportStatus>;
