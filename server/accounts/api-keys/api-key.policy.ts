import { inRoles } from "../../core/policy.ts";
import { StaffRole } from "../../core/staff-roles.ts";
import type { Viewer } from "../../core/viewer.ts";
import type { ApiKey } from "./api-key.entity.ts";

/** The accreditor's keys: staff. A provider's: its owners. A key makes no keys. */
export function canManageApiKeys(viewer: Viewer, { providerId }: Pick<ApiKey, "providerId">): boolean {
  if (viewer.apiKey) return false;
  return providerId === null ? viewer.isStaff : viewer.providers.get(providerId)?.role === "OWNER";
}

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
export function apiKeyActions(viewer: Viewer, key: KeyState & Pick<ApiKey, "providerId">, now: Date): ApiKeyAction[] {
  if (!canManageApiKeys(inRoles(viewer, rolesOfKeys), key)) return [];
  return [
    ...(isReplaceable(key, now) ? [ApiKeyAction.ROTATE] : []),
    ...(counts(key, now) ? [ApiKeyAction.REVOKE] : []),
  ];
}
