import type { Moves } from "../core/transitions.ts";

/** What became of a bundle. */
export enum BundleStatus {
  CHECKING = "CHECKING",
  REJECTED = "REJECTED",
  CHECKED = "CHECKED",
  RECORDING = "RECORDING",
  PROCESSED = "PROCESSED",
  UNDONE = "UNDONE",
}

const s = BundleStatus;

/** Which status may follow which. What was checked is compared again when it is recorded: somebody may have changed something meanwhile. */
export const bundleMoves = {
  CHECKING: [s.REJECTED, s.CHECKED],
  REJECTED: [],
  CHECKED: [s.RECORDING],
  RECORDING: [s.REJECTED, s.PROCESSED],
  PROCESSED: [s.UNDONE],
  UNDONE: [],
} satisfies Moves<BundleStatus>;
