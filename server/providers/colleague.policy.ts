import { actsFor, actsForActive, type Viewer } from "../core/viewer.ts";

/** Who acts for a provider: whoever acts for it sees that, and staff. A key does not. */
export function canViewColleagues(viewer: Viewer, providerId: string): boolean {
  return !viewer.apiKey && (viewer.isStaff || actsFor(viewer, providerId));
}

/** Owners say who else acts for their provider. */
export function canManageColleagues(viewer: Viewer, providerId: string): boolean {
  return !viewer.apiKey && viewer.providers.get(providerId)?.role === "OWNER";
}

/** Owners take from anybody the right to act for their provider, and everybody gives up their own. */
export function canRemoveColleague(viewer: Viewer, providerId: string, accountId: string): boolean {
  return (
    canManageColleagues(viewer, providerId) ||
    (!viewer.apiKey && actsFor(viewer, providerId) && accountId === viewer.accountId)
  );
}

/** An invitation is a mail in the accreditor's name, with the name of the organization in it. */
export function canInviteColleagues(viewer: Viewer, providerId: string): boolean {
  return canManageColleagues(viewer, providerId) && actsForActive(viewer, providerId);
}
