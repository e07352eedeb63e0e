import { ApiScope } from "../core/api-scopes.ts";
import { keysWith } from "../core/policy.ts";
/** For API keys of every scope of conferences. */
export const conferenceKeys = keysWith(ApiScope.CONFERENCES_READ, ApiScope.CONFERENCES_WRITE);
