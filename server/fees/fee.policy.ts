import type { Policy } from "../core/policy.ts";
import { StaffRole } from "../core/staff-roles.ts";
import type { Viewer } from "../core/viewer.ts";
import type { Sums } from "./fee.rules.ts";

/** Who keeps the ledger and sets fees. */
export const keepsFees: Policy = function keepsFees(viewer) {
  return viewer.staffRoles.has(StaffRole.FINANCE) || viewer.staffRoles.has(StaffRole.ADMINISTRATOR);
};

/** What can be done with the fees of a program. */
export enum FeeAction {
  RECORD_PAYMENT = "RECORD_PAYMENT",
  WAIVE = "WAIVE",
  REFUND = "REFUND",
}

/** What the viewer can do with the fees of a program now. */
export function feeActions(viewer: Viewer, { due, paid }: Sums): FeeAction[] {
  if (!keepsFees(viewer, null)) return [];
  return [...(due > 0 ? [FeeAction.RECORD_PAYMENT, FeeAction.WAIVE] : []), ...(paid > 0 ? [FeeAction.REFUND] : [])];
}
