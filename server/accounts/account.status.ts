import type { Moves } from "../core/transitions.ts";

export enum AccountStatus {
  /** Can sign in. */
  ACTIVE = "ACTIVE",
  /** Was shut by staff, who can open it again: nothing of its owner's works. */
  DISABLED = "DISABLED",
  /** Both were one person's: another account has its addresses now. */
  MERGED = "MERGED",
  /** Nobody's any more, or about to be. */
  ERASED = "ERASED",
}

/** Which status may follow which. The database refuses every other move. */
export const accountMoves = {
  ACTIVE: [AccountStatus.DISABLED, AccountStatus.MERGED, AccountStatus.ERASED],
  DISABLED: [AccountStatus.ACTIVE, AccountStatus.MERGED, AccountStatus.ERASED],
  MERGED: [AccountStatus.ERASED],
  ERASED: [],
} satisfies Moves<AccountStatus>;
