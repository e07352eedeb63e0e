import { inRoles } from "../../core/policy.ts";
import { StaffRole } from "../../core/staff-roles.ts";
import type { Viewer } from "../../core/viewer.ts";
import type { ApiKey } from "./api-key.entity.ts";

/** The accreditor's keys: staff. A provider's: its owners. A key makes no keys. */
export function canManageApiKeys(viewer: Viewer, { providerId }: Pick<ApiKey, "providerId">): boolean {
  if (viewer.apiKey) return false;
  return providerId === null ? viewer.isStaff : viewer.providers.get(providerId)?.role === "OWNER";
}

/** Whether the viewer may put another key in a key's place: who manages it, and the key itself. */
export const canRotateApiKey = (viewer: Viewer, key: Pick<ApiKey, "id" | "providerId">): boolean =>
  viewer.apiKey ? viewer.apiKey.id === key.id : canManageApiKeys(viewer, key);

/** In which roles staff make, replace and end the accreditor's keys; its others see them. */
export const rolesOfKeys = [StaffRole.ADMINISTRATOR];

export enum ApiKeyAction {
  ROTATE = "ROTATE",
  REVOKE = "REVOKE",
}

type KeyState = Pick<ApiKey, "revokedAt" | "replacedById" | "expiresAt">;

const counts = ({ revokedAt, expiresAt }: KeyState, now: Date): boolean => !revokedAt && expiresAt > now;

/** Whether a key can have a successor: it counts, and has none. */
export const isReplaceable = (key: KeyState, now: Date): boolean => counts(key, now) && !key.replacedById;

/** What the viewer can do with a key now. */
export function apiKeyActions(
  viewer: Viewer,
  key: KeyState & Pick<ApiKey, "id" | "providerId">,
  now: Date,
): ApiKeyAction[] {
  const acting = inRoles(viewer, rolesOfKeys);
  return [
    ...(canRotateApiKey(acting, key) && isReplaceable(key, now) ? [ApiKeyAction.ROTATE] : []),
    ...(canManageApiKeys(acting, key) && counts(key, now) ? [ApiKeyAction.REVOKE] : []),
  ];
}
