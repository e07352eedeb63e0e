import { inRoles } from "../core/policy.ts";
import { everyStaffRole, StaffRole } from "../core/staff-roles.ts";
import type { Viewer } from "../core/viewer.ts";
import type { SavedView } from "./saved-view.entity.ts";

/** Staff who may change what their colleagues find: an auditor changes nothing. */
const rolesThatShare = everyStaffRole.filter((role) => role !== StaffRole.AUDITOR);

/** Whether a view is shown to the viewer: their own, the staff's, and those of their providers. */
export function canViewSavedView(viewer: Viewer, { accountId, providerId }: Owner): boolean {
  if (accountId !== null) return accountId === viewer.accountId;
  return providerId === null ? viewer.isStaff : viewer.providers.has(providerId);
}

/** Whether the viewer may save and remove what belongs to this owner. */
export const canChangeSavedView = (viewer: Viewer, owner: Owner): boolean =>
  canViewSavedView(inRoles(viewer, rolesThatShare), owner);

/** Whose a view is: one account's, all of a provider's, or, without either, the staff's. */
export type Owner = Pick<SavedView, "accountId" | "providerId">;
