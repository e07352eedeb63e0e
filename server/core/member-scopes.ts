import type { ApiScope } from "./api-scopes.ts";

/** What a program may do that acts for a member. */
export enum MemberScope {
  CONFERENCES = "CONFERENCES",
  CLAIMS = "CLAIMS",
  CERTIFICATES = "CERTIFICATES",
  TRANSCRIPT = "TRANSCRIPT",
}

/** What a program may be for: as an API key, or acting for a member. */
export type Scope = ApiScope | MemberScope;

export const everyMemberScope: readonly MemberScope[] = Object.values(MemberScope);
