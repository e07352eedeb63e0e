import { actsFor, type Viewer } from "../core/viewer.ts";

/** Who acts for a provider: whoever acts for it sees that, and staff. A key does not. */
export function canViewColleagues(viewer: Viewer, providerId: string): boolean {
  return !viewer.apiKey && (viewer.isStaff || actsFor(viewer, providerId));
}

/** Owners say who else acts for their provider. */
export function canManageColleagues(viewer: Viewer, providerId: string): boolean {
  return !viewer.apiKey && viewer.providers.get(providerId) === "OWNER";
}
