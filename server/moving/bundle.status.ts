import type { Moves } from "../core/transitions.ts";

/** What became of a bundle. */
export enum BundleStatus {
  CHECKING = "CHECKING",
  REJECTED = "REJECTED",
  CHECKED = "CHECKED",
  RECORDING = "RECORDING",
  PROCESSED = "PROCESSED",
  UNDOING = "UNDOING",
  UNDONE = "UNDONE",
}

const s = BundleStatus;

/** What stands of a bundle that was recorded. */
export const standingStatuses: readonly BundleStatus[] = [s.PROCESSED, s.UNDOING];

/**
 * Which status may follow which. What was checked is compared again when it is recorded: somebody may have changed something meanwhile. What
 * something stands on is recorded still when taking it back has been tried.
 */
export const bundleMoves = {
  CHECKING: [s.REJECTED, s.CHECKED],
  REJECTED: [],
  CHECKED: [s.RECORDING],
  RECORDING: [s.REJECTED, s.PROCESSED],
  PROCESSED: [s.UNDOING],
  UNDOING: [s.UNDONE, s.PROCESSED],
  UNDONE: [],
} satisfies Moves<BundleStatus>;
