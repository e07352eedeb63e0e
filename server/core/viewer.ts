import type { ApiScope } from "./api-scopes.ts";
import type { IdentityProof } from "./identity-proof.ts";
import type { MemberScope, Scope } from "./member-scopes.ts";
import type { StaffRole } from "./staff-roles.ts";

/** Who is asking, as policies see it: plain data, loaded once for a request. */
export interface Viewer {
  /** Null: nobody is signed in. */
  accountId: string | null;
  /** The account's primary e-mail address; empty where nobody is signed in. */
  email: string;
  /** Of the accreditor's staff, in whatever role. */
  isStaff: boolean;
  /** What they look after as staff; none where they are not. */
  staffRoles: ReadonlySet<StaffRole>;
  /** Whom the viewer may act for, and how that one stands, by provider ID. */
  providers: ReadonlyMap<string, Standing>;
  /** When it was last shown that the account's owner is there; null where nobody is signed in, or a key asks. */
  provedAt: Date | null;
  /** By what that can be shown again. */
  proofs: readonly IdentityProof[];
  /** The person whose credit the viewer holds. */
  memberId: string | null;
  /**
   * Set where staff are signed in who must have a second factor and have none: they may enrol one, and hold none of their rights
   * until they have.
   */
  mustEnrol?: true;
  /** Set where a partner front end asks with a key: it may do what its scopes name, and no more. */
  apiKey?: {
    id: string;
    scopes: ReadonlySet<ApiScope>;
    /** Set in the sandbox: there it stands for the people who are not there as well. */
    sandbox?: true;
  };
  /** Set where a program acts for the member: it may do what its scopes name, and no more. The member may have no account. */
  agent?: Agent;
}

/** A program that acts for a member: the accreditor's own server, or an app that the member lets. */
export interface Agent {
  /** What it is known by in limits and in the log: the API key by which it may, or the app. */
  id: string;
  /** Who answers for it in the audit log, and as what: whoever made the key, or the member. */
  actor: { accountId: string | null; as: "STAFF" | "ATTENDEE" };
  scopes: ReadonlySet<MemberScope>;
}

export type ProviderRole = "OWNER" | "EDITOR";

/** Whether the accreditor's staff have let a provider in. */
export enum ProviderStatus {
  APPLIED = "APPLIED",
  ACTIVE = "ACTIVE",
  SUSPENDED = "SUSPENDED",
  /** Another account of a provider that is there: nobody acts for it any more. */
  MERGED = "MERGED",
}

export interface Standing {
  role: ProviderRole;
  status: ProviderStatus;
}

export const nobody: Viewer = {
  accountId: null,
  email: "",
  isStaff: false,
  staffRoles: new Set(),
  provedAt: null,
  proofs: [],
  providers: new Map(),
  memberId: null,
};

/** Whether anybody asks: an account, or a program for a member who may have none. */
export const isSomebody = ({ accountId, agent }: Viewer): boolean => accountId !== null || agent !== undefined;

/** What a program that asks may be for: an API key, or one that acts for a member; null: a person asks, or nobody. */
export const scopesOf = ({ apiKey, agent }: Viewer): ReadonlySet<Scope> | null =>
  apiKey?.scopes ?? agent?.scopes ?? null;

/**
 * Whose requests are counted together, and whose `Idempotency-Key` it is: an API key's, an account's, or what one program does for one member.
 * Null: nobody is signed in.
 */
export const countedAs = ({ apiKey, agent, accountId, memberId }: Viewer): string | null =>
  apiKey?.id ?? (agent ? `${agent.id} for ${memberId}` : accountId);

/** Whether the viewer may act for a provider; `ownedBy` is the same as SQL. */
export const actsFor = (viewer: Viewer, providerId: string): boolean => viewer.providers.has(providerId);

/** Whether staff have let in a provider for whom the viewer acts: only then does it report, invite, and learn anything about members. */
export const actsForActive = (viewer: Viewer, providerId: string): boolean =>
  viewer.providers.get(providerId)?.status === ProviderStatus.ACTIVE;

/** Whether the viewer acts for a provider that may write: one that was suspended only reads, one that has applied writes applications. */
export const writesFor = (viewer: Viewer, providerId: string): boolean => {
  const standing = viewer.providers.get(providerId);
  return standing !== undefined && [ProviderStatus.APPLIED, ProviderStatus.ACTIVE].includes(standing.status);
};

/** The condition that a column has a provider for whom the viewer may act. */
export const ownedBy = (viewer: Viewer, column: string, bind: (value: unknown) => string): string =>
  `${column} = ANY(${bind([...viewer.providers.keys()])}::uuid[])`;

/** Whether the viewer sees what is a provider's: staff see all, others what is of those they act for. `visibleTo` is the same as SQL. */
export const seesOf = (viewer: Viewer, providerId: string): boolean => viewer.isStaff || actsFor(viewer, providerId);

/** The condition that a column has a provider of whom the viewer sees everything. */
export const visibleTo = (viewer: Viewer, column: string, bind: (value: unknown) => string): string =>
  viewer.isStaff ? "true" : ownedBy(viewer, column, bind);
