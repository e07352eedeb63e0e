import type { Moves } from "../core/transitions.ts";

/** What became of a roster. */
export enum AttendanceUploadStatus {
  CHECKING = "CHECKING",
  REJECTED = "REJECTED",
  PROCESSED = "PROCESSED",
  PREVIEWED = "PREVIEWED",
  UNDONE = "UNDONE",
}

const s = AttendanceUploadStatus;

/** Which status may follow which: only what was recorded can be taken back. The database refuses every other move. */
export const uploadMoves = {
  CHECKING: [s.REJECTED, s.PROCESSED, s.PREVIEWED],
  REJECTED: [],
  PROCESSED: [s.UNDONE],
  PREVIEWED: [],
  UNDONE: [],
} satisfies Moves<AttendanceUploadStatus>;
