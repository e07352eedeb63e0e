import type { DataSource, EntityManager } from "typeorm";
import type { ApiScope } from "../core/api-scopes.ts";
import { type Config, type DemoSettings, demoIsOpen } from "../core/config.ts";
import { IdentityProof } from "../core/identity-proof.ts";
import { queryPrepared } from "../core/prepared.ts";
import type { StaffRole } from "../core/staff-roles.ts";
import { nobody, ProviderStatus, type Standing, type Viewer } from "../core/viewer.ts";
import { hasApp, hasPasskey, hasRecoveryCode, secondFactorProofs } from "./second-factor.queries.ts";

/** How stale "last used" may become: it saves a write for every request. */
const lastUsedMinutes = 5;

type Needs = Pick<Config, "staffNeedSecondFactor" | "singleSignOn">;

interface ViewerRow {
  id: string;
  email: string | null;
  staff_roles: StaffRole[];
  member_id: string | null;
  providers: (Standing & { id: string })[];
  has_app: boolean;
  has_recovery_code: boolean;
  has_passkey: boolean;
  has_password: boolean;
  /** By whom else it is signed in: issuers. */
  issuers: string[];
  proved_at: Date | null;
}

const viewerColumns = `
  a.id, a.staff_roles,
  (SELECT e.address FROM email_address e WHERE e.account_id = a.id AND e.is_primary) AS email,
  (SELECT m.id FROM member m WHERE m.account_id = a.id) AS member_id,
  (SELECT coalesce(json_agg(json_build_object('id', v.id, 'role', pa.role, 'status', v.status)), '[]')
   FROM provider_account pa JOIN provider v ON v.id = pa.provider_id WHERE pa.account_id = a.id) AS providers,
  ${hasApp("a.id")} AS has_app, ${hasRecoveryCode("a.id")} AS has_recovery_code, ${hasPasskey("a.id")} AS has_passkey,
  a.password_hash IS NOT NULL AS has_password,
  ARRAY(SELECT i.issuer FROM sign_in_identity i WHERE i.account_id = a.id) AS issuers`;

const secondFactorsIn = (row: ViewerRow): IdentityProof[] =>
  secondFactorProofs({ app: row.has_app, recoveryCode: row.has_recovery_code, passkey: row.has_passkey });

/**
 * By what an account can show again who is there: by its second factor where it has one, so that a password that was seen is not enough;
 * without a password by the provider that it is linked to.
 */
function proofsOf(row: ViewerRow, { singleSignOn }: Needs): IdentityProof[] {
  const second = secondFactorsIn(row);
  if (second.length > 0) return second;
  const linked = singleSignOn !== null && row.issuers.includes(singleSignOn.issuer);
  return [...(row.has_password ? [IdentityProof.PASSWORD] : []), ...(linked ? [IdentityProof.SINGLE_SIGN_ON] : [])];
}

/** Staff who must have a second factor and have none hold no right until they have. */
function viewerOf(row: ViewerRow | undefined, needs: Needs): Viewer {
  if (!row) return nobody;
  const own = { accountId: row.id, email: row.email ?? "", provedAt: row.proved_at, proofs: proofsOf(row, needs) };
  if (needs.staffNeedSecondFactor && row.staff_roles.length > 0 && secondFactorsIn(row).length === 0)
    return { ...nobody, ...own, mustEnrol: true };
  return {
    ...own,
    isStaff: row.staff_roles.length > 0,
    staffRoles: new Set(row.staff_roles),
    providers: new Map(row.providers.map(({ id, role, status }) => [id, { role, status }])),
    memberId: row.member_id,
  };
}

/**
 * Who holds this token, in one statement. A token that is unknown, has run out or belongs to a disabled account is nobody's, and so is
 * one of the small world where that is closed.
 * @param isUsed whether it is used now, and so does not run out for being left alone
 */
export async function loadViewer(
  db: DataSource,
  tokenHash: Buffer | null,
  now: Date,
  needs: Needs & DemoSettings & Pick<Config, "signInIdleMinutes">,
  isUsed = true,
): Promise<Viewer> {
  if (!tokenHash) return nobody;
  const [row] = await queryPrepared<ViewerRow>(
    db,
    `WITH token AS (
       SELECT t.id, t.account_id, t.proved_at, t.last_used_at < $2::timestamptz - interval '${lastUsedMinutes} minutes' AS stale
       FROM access_token t WHERE t.token_hash = $1 AND t.expires_at > $2
         AND ($4::int = 0 OR t.last_used_at > $2::timestamptz - make_interval(mins => $4 + ${lastUsedMinutes}))),
     used AS (
       UPDATE access_token t SET last_used_at = $2 FROM token JOIN account a ON a.id = token.account_id
       WHERE t.id = token.id AND token.stale AND $5 AND a.disabled_at IS NULL)
     SELECT ${viewerColumns}, token.proved_at FROM token JOIN account a ON a.id = token.account_id
     WHERE a.disabled_at IS NULL AND (NOT a.demo OR $3)`,
    [tokenHash, now, demoIsOpen(needs), needs.signInIdleMinutes, isUsed],
  );
  return viewerOf(row, needs);
}

/** What decides which keys count: the sandbox's count there alone, and no others do. */
export type KeySettings = DemoSettings & Pick<Config, "sandbox">;

/** Which key is meant, and of when it must not have run out. */
type WhichKey = { hash: Buffer; at: Date } | { id: string; at: Date };

/**
 * Whom an API key acts for: its provider as an editor, or the accreditor as staff. The person who made it is named in what it
 * writes, but neither that person's other rights nor credit come with it. A key that is unknown, had run out or was revoked, or
 * whose maker's account is disabled, is nobody's, and so is that of a suspended provider while it is.
 */
async function loadViewerOfKey(
  db: Pick<EntityManager, "query">,
  which: WhichKey,
  settings: KeySettings,
): Promise<Viewer> {
  const [column, value] = "hash" in which ? ["key_hash", which.hash] : ["id", which.id];
  const [key]: {
    id: string;
    name: string;
    scopes: ApiScope[];
    provider_id: string | null;
    provider_status: ProviderStatus | null;
    account_id: string;
    staff_roles: StaffRole[];
  }[] = await db.query(
    `WITH key AS (
       SELECT k.id, k.name, k.scopes, k.provider_id, v.status AS provider_status, k.created_by_account_id AS account_id,
         a.staff_roles,
         k.last_used_at IS NULL OR k.last_used_at < $2::timestamptz - interval '1 minute' AS stale
       FROM api_key k JOIN account a ON a.id = k.created_by_account_id LEFT JOIN provider v ON v.id = k.provider_id
       WHERE k.${column} = $1 AND k.sandbox = $4 AND k.expires_at > $2 AND k.revoked_at IS NULL AND a.disabled_at IS NULL AND (NOT a.demo OR $3)
         AND v.status IS DISTINCT FROM '${ProviderStatus.SUSPENDED}'
         -- A key is good for as long as whoever made it could make it.
         AND CASE WHEN k.provider_id IS NULL THEN a.staff_roles <> '{}'
           ELSE EXISTS (SELECT FROM provider_account p
             WHERE p.provider_id = k.provider_id AND p.account_id = a.id AND p.role = 'OWNER') END),
     used AS (UPDATE api_key k SET last_used_at = $2 FROM key WHERE k.id = key.id AND key.stale)
     SELECT * FROM key`,
    [value, which.at, demoIsOpen(settings), settings.sandbox],
  );
  if (!key) return nobody;
  return {
    accountId: key.account_id,
    email: `API key ${key.name}`,
    isStaff: key.provider_id === null,
    providers: new Map(
      key.provider_id === null || key.provider_status === null
        ? []
        : [[key.provider_id, { role: "EDITOR", status: key.provider_status }]],
    ),
    provedAt: null,
    proofs: [],
    staffRoles: new Set(key.provider_id === null ? key.staff_roles : []),
    memberId: null,
    apiKey: { id: key.id, scopes: new Set(key.scopes), ...(settings.sandbox && { sandbox: true }) },
  };
}

/** Whom the API key acts for that a request came with. */
export const loadViewerOfApiKey = (
  db: DataSource,
  keyHash: Buffer,
  now: Date,
  settings: KeySettings,
): Promise<Viewer> => loadViewerOfKey(db, { hash: keyHash, at: now }, settings);

/** As which API key a program acts that it let act. */
export const loadViewerOfKeyById = (db: DataSource, id: string, now: Date, settings: KeySettings): Promise<Viewer> =>
  loadViewerOfKey(db, { id, at: now }, settings);

/**
 * The viewer that an account is: for an answer to its sign-in, or for what a job does in its name. Nobody, where it is disabled.
 * @param provedAt when its owner was last shown to be there
 */
export async function loadViewerOfAccount(
  tx: EntityManager,
  accountId: string,
  needs: Needs,
  provedAt: Date | null,
): Promise<Viewer> {
  const [row] = await tx.query(
    `SELECT ${viewerColumns}, $2::timestamptz AS proved_at FROM account a WHERE a.id = $1 AND a.disabled_at IS NULL`,
    [accountId, provedAt],
  );
  return viewerOf(row, needs);
}

/**
 * In whose name a job does what was sent for it: the API key's that it came with, or else its account's, with the rights that they have
 * now. Nobody's, where the key was revoked since, or who made it or sent it was let go. A key may have run out meanwhile: what was sent
 * in time waits for no fault of its sender.
 */
export const loadViewerOfSender = (
  tx: EntityManager,
  sent: { accountId: string; apiKeyId: string | null; createdAt: Date },
  needs: Needs & KeySettings,
): Promise<Viewer> =>
  sent.apiKeyId
    ? loadViewerOfKey(tx, { id: sent.apiKeyId, at: sent.createdAt }, needs)
    : loadViewerOfAccount(tx, sent.accountId, needs, null);
