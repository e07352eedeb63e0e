import type { Policy } from "../core/policy.ts";
import { StaffRole } from "../core/staff-roles.ts";
import { type Viewer, writesFor } from "../core/viewer.ts";
import type { Program } from "../programs/program.entity.ts";
import type { Sums } from "./fee.rules.ts";

/** Who keeps the ledger and sets fees. */
export const keepsFees: Policy = function keepsFees(viewer) {
  return viewer.staffRoles.has(StaffRole.FINANCE) || viewer.staffRoles.has(StaffRole.ADMINISTRATOR);
};

/** Who names the code of a special rate for a program: the people at its provider, and who keeps the ledger. */
export function canUsePromotion(viewer: Viewer, program: Pick<Program, "providerId">): boolean {
  return keepsFees(viewer, null) || writesFor(viewer, program.providerId);
}

/** What can be done with the fees of a program. */
export enum FeeAction {
  RECORD_PAYMENT = "RECORD_PAYMENT",
  WAIVE = "WAIVE",
  REFUND = "REFUND",
  USE_PROMOTION = "USE_PROMOTION",
  INVOICE = "INVOICE",
}

/** What the viewer can do with the fees of a program now. */
export function feeActions(
  viewer: Viewer,
  program: Pick<Program, "providerId">,
  { due, paid, codesHold, isToInvoice }: Pick<Sums, "due" | "paid"> & { codesHold: boolean; isToInvoice: boolean },
): FeeAction[] {
  const keeps = keepsFees(viewer, null);
  return [
    ...(keeps && due > 0 ? [FeeAction.RECORD_PAYMENT, FeeAction.WAIVE] : []),
    ...(keeps && paid > 0 ? [FeeAction.REFUND] : []),
    ...(isToInvoice && canUsePromotion(viewer, program) ? [FeeAction.INVOICE] : []),
    ...(codesHold && canUsePromotion(viewer, program) ? [FeeAction.USE_PROMOTION] : []),
  ];
}
