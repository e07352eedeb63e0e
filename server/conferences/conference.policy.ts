import { ApiScope } from "../core/api-scopes.ts";
import { MemberScope } from "../core/member-scopes.ts";
import { keysWith } from "../core/policy.ts";

/** For API keys of every scope of conferences. */
export const conferenceKeys = keysWith(ApiScope.CONFERENCES_READ, ApiScope.CONFERENCES_WRITE);

/** The same, and for what acts for a member who claims. */
export const sessionKeys = keysWith(ApiScope.CONFERENCES_READ, ApiScope.CONFERENCES_WRITE, MemberScope.CONFERENCES);
