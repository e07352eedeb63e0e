import { registerEnumType } from "type-graphql";
import { inRoles } from "../core/policy.ts";
import { StaffRole } from "../core/staff-roles.ts";
import type { Viewer } from "../core/viewer.ts";
import type { NameRequest } from "./name-request.entity.ts";
import { NameRequestStatus } from "./name-request.status.ts";

/** Which roles of staff decide about another name. */
export const nameRoles = [StaffRole.REGISTRAR];

/** Nobody decides about their own. */
export const isOwnRequest = (viewer: Viewer, request: Pick<NameRequest, "memberId">): boolean =>
  viewer.memberId === request.memberId;

/** What a viewer can do with a request for another name. */
export enum NameRequestAction {
  APPROVE = "APPROVE",
  REFUSE = "REFUSE",
  WITHDRAW = "WITHDRAW",
}

registerEnumType(NameRequestAction, {
  name: "NameRequestAction",
  description: "What the viewer can do with a request for another name now.",
  valuesConfig: {
    APPROVE: { description: "decideNameChange, with `approve`" },
    REFUSE: { description: "decideNameChange, without" },
    WITHDRAW: { description: "withdrawNameChange" },
  },
});

/** By the rules that the operations ask. */
export function nameRequestActions(
  viewer: Viewer,
  request: Pick<NameRequest, "memberId" | "status">,
): NameRequestAction[] {
  if (request.status !== NameRequestStatus.REQUESTED) return [];
  if (isOwnRequest(viewer, request)) return [NameRequestAction.WITHDRAW];
  return inRoles(viewer, nameRoles).isStaff ? [NameRequestAction.APPROVE, NameRequestAction.REFUSE] : [];
}
