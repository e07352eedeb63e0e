import { administrator } from "../core/policy.ts";
import { StaffRole } from "../core/staff-roles.ts";
import type { Viewer } from "../core/viewer.ts";
import { AccountStatus, accountMoves } from "./account.status.ts";

export enum StaffAction {
  SET_ROLES = "SET_ROLES",
  DISABLE = "DISABLE",
  ENABLE = "ENABLE",
  END_SIGN_INS = "END_SIGN_INS",
  RESET_SECOND_FACTOR = "RESET_SECOND_FACTOR",
}

/** Who reads how colleagues' accounts stand: administrators, who change them, and auditors. */
export function readsStaff(viewer: Viewer): boolean {
  return viewer.staffRoles.has(StaffRole.ADMINISTRATOR) || viewer.staffRoles.has(StaffRole.AUDITOR);
}

/** What the viewer can do with the account of somebody of the staff, in the order in which it is offered. */
export function staffActions(
  viewer: Viewer,
  account: { id: string; status: AccountStatus; roles: readonly StaffRole[]; secondFactorSince: Date | null },
): StaffAction[] {
  if (!administrator(viewer, null)) return [];
  const next: readonly AccountStatus[] = accountMoves[account.status];
  const own = account.id === viewer.accountId;
  return [
    StaffAction.SET_ROLES,
    ...(account.status === AccountStatus.ACTIVE ? [StaffAction.END_SIGN_INS] : []),
    ...(account.secondFactorSince && !own ? [StaffAction.RESET_SECOND_FACTOR] : []),
    ...(next.includes(AccountStatus.DISABLED) && !own ? [StaffAction.DISABLE] : []),
    ...(next.includes(AccountStatus.ACTIVE) ? [StaffAction.ENABLE] : []),
  ];
}
