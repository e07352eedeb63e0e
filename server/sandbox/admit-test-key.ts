import type { EntityManager } from "typeorm";
import { hashToken } from "../accounts/access-token.ts";
import { ApiKey } from "../accounts/api-keys/api-key.entity.ts";
import { refusalOfBadKey } from "../accounts/api-keys/refuse-bad-key.ts";
import { findDocument } from "../accounts/api-keys/trusted-documents/find-document.ts";
import { createAccount } from "../accounts/create-account.ts";
import { loadViewerOfApiKey, loadViewerOfKeyById } from "../accounts/load-viewer.ts";
import { systemViewer } from "../core/audit.ts";
import { type Context, createContext, inTransaction } from "../core/context.ts";
import { DomainError, ErrorCode } from "../core/errors.ts";
import { advisoryLocks } from "../core/locks.ts";
import { type Admission, testPrefix } from "../core/sandbox.ts";
import { nobody, ProviderStatus, type Viewer } from "../core/viewer.ts";
import { makeTrialLecture } from "../demo/make-trial-lecture.ts";
import { testMemberPrefix } from "../members/member-tokens/create-member-token.ts";
import { loadViewerOfMemberToken, refusalOfBadMemberToken } from "../members/member-tokens/use-member-token.ts";
import { Program } from "../programs/program.entity.ts";
import { createProvider } from "../providers/create-provider.ts";

type Base = Pick<Context, "db" | "config" | "now">;

/** What is known of a test key outside of the sandbox, which is where it is made, replaced and revoked. */
type KeyOutside = Pick<
  ApiKey,
  "id" | "name" | "prefix" | "keyHash" | "scopes" | "providerId" | "createdAt" | "expiresAt" | "replacedById"
> & {
  providerName: string | null;
};

const outside = ({ config }: Base) => ({ ...config, sandbox: true });

/**
 * Who counts in the sandbox: test keys that count outside of it at this moment, and the tokens for members that they made there. A key that the
 * sandbox has not seen since it was last made moves in.
 * @param real where keys are made; of it nothing is read but the key, and the documents that people registered for it
 */
export function testKeysOf(real: Base): Admission {
  const keyViewer = async (base: Base, token: string): Promise<Viewer> => {
    const hash = hashToken(token);
    const known = await loadViewerOfApiKey(real.db, hash, real.now(), outside(real));
    if (!known.apiKey) return nobody;
    const key = await readKey(real, known.apiKey.id);
    if (!key) return nobody;
    const enter = async (): Promise<Viewer> => {
      await moveIn(base, key);
      return loadViewerOfApiKey(base.db, hash, base.now(), base.config);
    };
    const viewer = await enter();
    // A sandbox that was made anew may have taken the place of the one that it had just moved into.
    return viewer.apiKey ? viewer : enter();
  };
  const memberViewer = async (base: Base, token: string): Promise<Viewer> => {
    const viewer = await loadViewerOfMemberToken(base.db, hashToken(token), base.now(), base.config);
    if (!viewer.agent) return nobody;
    const key = await loadViewerOfKeyById(real.db, viewer.agent.id, real.now(), outside(real));
    return key.apiKey ? viewer : nobody;
  };
  return {
    viewerOf: async (base, token) => {
      if (!token?.startsWith(testPrefix)) return nobody;
      return token.startsWith(testMemberPrefix) ? memberViewer(base, token) : keyViewer(base, token);
    },
    refusalOf: async (_base, token) => {
      if (!token.startsWith(testPrefix))
        return new DomainError(ErrorCode.UNAUTHENTICATED, "apiKeys.realKeyInSandbox", { reason: "KEY_NOT_OF_SANDBOX" });
      return token.startsWith(testMemberPrefix)
        ? refusalOfBadMemberToken()
        : refusalOfBadKey(real.db, hashToken(token), real.now());
    },
    documentOf: (viewer, hash) => findDocument({ db: real.db, now: real.now, viewer }, { hash }),
  };
}

async function readKey(real: Base, id: string): Promise<KeyOutside | undefined> {
  const [key] = await real.db.query(
    `SELECT k.id, k.name, k.prefix, k.key_hash AS "keyHash", k.scopes, k.provider_id AS "providerId", k.created_at AS "createdAt",
       k.expires_at AS "expiresAt", k.replaced_by_id AS "replacedById", v.name AS "providerName"
     FROM api_key k LEFT JOIN provider v ON v.id = k.provider_id WHERE k.id = $1`,
    [id],
  );
  return key;
}

/** Makes of a key outside one inside, with somebody who answers for it; what is known of one that is there already is brought up to date. */
async function moveIn(base: Base, key: KeyOutside): Promise<void> {
  const { id, expiresAt, replacedById } = key;
  const [there] = await base.db.query(
    `SELECT expires_at AS "expiresAt", replaced_by_id AS "replacedById" FROM api_key WHERE id = $1`,
    [id],
  );
  if (there?.expiresAt.getTime() === expiresAt.getTime() && there.replacedById === replacedById) return;
  if (there) await base.db.manager.update(ApiKey, id, { expiresAt, replacedById });
  else await alone(base, () => insertKey(base, key));
}

/** One at a time, in all processes: of several keys of a provider that come first the others find what the first one has made. */
async function alone(base: Base, work: () => Promise<void>): Promise<void> {
  const before = moving.get(base.db);
  const own = (async () => {
    // A failure before is that key's.
    await before?.catch(() => {});
    const runner = base.db.createQueryRunner();
    try {
      await runner.query("SELECT pg_advisory_lock($1)", [advisoryLocks.testKeys]);
      try {
        await work();
      } finally {
        await runner.query("SELECT pg_advisory_unlock($1)", [advisoryLocks.testKeys]);
      }
    } finally {
      await runner.release();
    }
  })();
  moving.set(base.db, own);
  await own;
}

/** So that those who wait hold no connection. */
const moving = new WeakMap<object, Promise<void>>();

async function insertKey(base: Base, key: KeyOutside): Promise<void> {
  const { id, providerId, providerName, ...facts } = key;
  const { manager } = base.db;
  if (await manager.existsBy(ApiKey, { id })) return;
  const ctx = createContext(base, systemViewer);
  const owner =
    providerId === null
      ? await staffOf(manager)
      : await inTransaction(ctx, (tx) => ownerOf(tx, ctx, providerId, providerName ?? ""));
  if (owner.providerId !== null && !(await manager.existsBy(Program, { providerId: owner.providerId })))
    await makeTrialLecture(base, { ...owner, staffId: (await staffOf(manager)).accountId });
  await manager.insert(ApiKey, {
    ...facts,
    id,
    sandbox: true,
    providerId: owner.providerId,
    createdByAccountId: owner.accountId,
    lastUsedAt: null,
    revokedAt: null,
  });
}

interface Owner {
  accountId: string;
  providerId: string | null;
}

async function staffOf(tx: EntityManager): Promise<Owner> {
  const [staff] = await tx.query("SELECT id FROM account WHERE staff_roles <> '{}' ORDER BY created_at, id LIMIT 1");
  return { accountId: staff.id, providerId: null };
}

/** An address by which the sandbox's own copy of a provider is known: its mailbox is nobody's. */
const addressOf = (providerId: string): string => `${providerId}@sandbox.test`;

async function ownerOf(tx: EntityManager, ctx: Context, realId: string, name: string): Promise<Owner> {
  const [found] = await tx.query(
    `SELECT e.account_id AS "accountId", p.provider_id AS "providerId"
     FROM email_address e JOIN provider_account p ON p.account_id = e.account_id WHERE e.address = $1`,
    [addressOf(realId)],
  );
  if (found) return found;
  const provider = await createProvider(tx, ctx, { name, address: "Sandbox", status: ProviderStatus.ACTIVE });
  const accountId = await createAccount(tx, ctx, { emailAddresses: [addressOf(realId)] });
  await tx.query("INSERT INTO provider_account (provider_id, account_id, role) VALUES ($1, $2, 'OWNER')", [
    provider.id,
    accountId,
  ]);
  return { accountId, providerId: provider.id };
}
