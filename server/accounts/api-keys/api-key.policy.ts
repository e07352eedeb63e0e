import type { Viewer } from "../../core/viewer.ts";
import type { ApiKey } from "./api-key.entity.ts";

/** The accreditor's keys: staff. A provider's: its owners. A key makes no keys. */
export function canManageApiKeys(viewer: Viewer, { providerId }: Pick<ApiKey, "providerId">): boolean {
  if (viewer.apiKey) return false;
  return providerId === null ? viewer.isStaff : viewer.providers.get(providerId)?.role === "OWNER";
}
