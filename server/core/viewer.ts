import type { ApiScope } from "./api-scopes.ts";

/** Who is asking, as policies see it: plain data, loaded once for a request. */
export interface Viewer {
  /** Null: nobody is signed in. */
  accountId: string | null;
  /** The account's primary e-mail address; empty where nobody is signed in. */
  email: string;
  isStaff: boolean;
  /** Whom the viewer may act for, by provider ID. */
  providers: ReadonlyMap<string, ProviderRole>;
  /** The person whose credit the viewer holds. */
  memberId: string | null;
  /**
   * Set where staff are signed in who must have a second factor and have none: they may enrol one, and hold none of their rights
   * until they have.
   */
  mustEnrol?: true;
  /** Set where a partner front end asks with a key: it may do what its scopes name, and no more. */
  apiKey?: { id: string; scopes: ReadonlySet<ApiScope> };
}

export type ProviderRole = "OWNER" | "EDITOR";

export const nobody: Viewer = { accountId: null, email: "", isStaff: false, providers: new Map(), memberId: null };

export const actsFor = (viewer: Viewer, providerId: string): boolean => viewer.providers.has(providerId);
