import { ApiScope } from "../../../core/api-scopes.ts";
import { actsFor, type Viewer } from "../../../core/viewer.ts";
import type { ApiKey } from "../api-key.entity.ts";
import { canManageApiKeys } from "../api-key.policy.ts";

/** How many documents may be registered for one key, and for everybody. Published in docs/limits.md. */
export const mostTrustedDocuments = 200;
/** Characters of one. */
export const longestTrustedDocument = 10_000;

/** Who manages a key says what it may ask; so does a key with the scope for that, for the keys of those for whom it acts. */
export function canRegisterFor(viewer: Viewer, key: Pick<ApiKey, "providerId">): boolean {
  if (!viewer.apiKey) return canManageApiKeys(viewer, key);
  if (!viewer.apiKey.scopes.has(ApiScope.DOCUMENTS_WRITE)) return false;
  return key.providerId === null ? viewer.isStaff : actsFor(viewer, key.providerId);
}
