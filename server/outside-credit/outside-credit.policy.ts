import { registerEnumType } from "type-graphql";
import { inRoles } from "../core/policy.ts";
import { StaffRole } from "../core/staff-roles.ts";
import type { Viewer } from "../core/viewer.ts";
import type { OutsideCredit } from "./outside-credit.entity.ts";
import { OutsideCreditStatus, outsideCreditMoves } from "./outside-credit.status.ts";

/** Which roles of staff decide about credit from elsewhere. */
export const outsideCreditRoles = [StaffRole.REGISTRAR];

/** Nobody decides about their own. */
export const isOwnCredit = (viewer: Viewer, credit: Pick<OutsideCredit, "memberId">): boolean =>
  viewer.memberId === credit.memberId;

/** What a viewer can do with credit from elsewhere. */
export enum OutsideCreditAction {
  CHANGE = "CHANGE",
  WITHDRAW = "WITHDRAW",
  ACCEPT = "ACCEPT",
  REFUSE = "REFUSE",
}

registerEnumType(OutsideCreditAction, {
  name: "OutsideCreditAction",
  description: "What the viewer can do with credit from elsewhere now.",
  valuesConfig: {
    CHANGE: { description: "changeOutsideCredit" },
    WITHDRAW: { description: "withdrawOutsideCredit" },
    ACCEPT: { description: "decideOutsideCredit, with `accept`" },
    REFUSE: { description: "decideOutsideCredit, without" },
  },
});

/** By the rules that the operations ask. */
export function outsideCreditActions(
  viewer: Viewer,
  credit: Pick<OutsideCredit, "memberId" | "status">,
): OutsideCreditAction[] {
  const next: readonly OutsideCreditStatus[] = outsideCreditMoves[credit.status];
  if (isOwnCredit(viewer, credit))
    return next.includes(OutsideCreditStatus.WITHDRAWN)
      ? [OutsideCreditAction.CHANGE, OutsideCreditAction.WITHDRAW]
      : [];
  if (!inRoles(viewer, outsideCreditRoles).isStaff) return [];
  return [
    ...(next.includes(OutsideCreditStatus.ACCEPTED) ? [OutsideCreditAction.ACCEPT] : []),
    ...(next.includes(OutsideCreditStatus.REFUSED) ? [OutsideCreditAction.REFUSE] : []),
  ];
}
