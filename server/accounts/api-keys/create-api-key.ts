import { DateTime } from "luxon";
import type { EntityManager } from "typeorm";
import type { ApiScope } from "../../core/api-scopes.ts";
import { audit } from "../../core/audit.ts";
import { type Context, inTransaction } from "../../core/context.ts";
import { DomainError, ErrorCode, notFound } from "../../core/errors.ts";
import { say } from "../../core/messages/message.ts";
import { assertStanding } from "../../core/provider-standing.ts";
import { noSandbox, testPrefix } from "../../core/sandbox.ts";
import { writesFor } from "../../core/viewer.ts";
import { createToken, hashToken } from "../access-token.ts";
import { signedInAccount } from "../signed-in-account.ts";
import { tellOfChange } from "../tell-of-change.ts";
import { ApiKey } from "./api-key.entity.ts";
import { canManageApiKeys } from "./api-key.policy.ts";

export interface NewApiKey {
  name: string;
  scopes: ApiScope[];
  providerId?: string | null;
  expiresInDays: number;
  /** Whether it leads to the sandbox. */
  sandbox?: boolean;
}

export interface CreatedApiKey {
  key: string;
  apiKey: ApiKey;
}

/** How every key begins, that of the sandbox with `testPrefix`, so that it is told from a sign-in, and found where it was published by mistake. */
export const apiKeyPrefix = "accrue_";

/**
 * Makes a key for a provider, by one of its owners, or for the accreditor, by staff. The key is in the answer and nowhere else.
 * @throws NOT_FOUND for a provider that the viewer does not own; FORBIDDEN for the accreditor where the viewer is not staff;
 *   PROVIDER_NOT_ACTIVE for a suspended one; FORBIDDEN for a test key where there is no sandbox
 */
export function createApiKey(ctx: Context, input: NewApiKey): Promise<CreatedApiKey> {
  const providerId = input.providerId ?? null;
  if (!canManageApiKeys(ctx.viewer, { providerId }))
    throw providerId === null
      ? new DomainError(ErrorCode.FORBIDDEN, "apiKeys.sayProvider", { field: "providerId" })
      : notFound("provider", "providerId");
  if (providerId !== null) assertStanding(ctx.viewer, (viewer) => writesFor(viewer, providerId));
  if (input.sandbox && !ctx.sandbox) throw noSandbox();
  return inTransaction(ctx, (tx) => insertApiKey(tx, ctx, { ...input, providerId }));
}

/** No other key begins as those of the sandbox do. */
function makeKey(sandbox: boolean): string {
  const key = `${sandbox ? testPrefix : apiKeyPrefix}${createToken()}`;
  return !sandbox && key.startsWith(testPrefix) ? makeKey(sandbox) : key;
}

/** Writes a new key, in the transaction of its cause. */
export async function insertApiKey(
  tx: EntityManager,
  ctx: Context,
  { name, scopes, providerId, expiresInDays, sandbox = false }: NewApiKey & { providerId: string | null },
): Promise<CreatedApiKey> {
  const key = makeKey(sandbox);
  const apiKey = await tx.save(
    tx.create(ApiKey, {
      name: name.trim(),
      prefix: key.slice(0, (sandbox ? testPrefix : apiKeyPrefix).length + 6),
      keyHash: hashToken(key),
      scopes,
      providerId,
      sandbox,
      createdByAccountId: signedInAccount(ctx),
      createdAt: ctx.now(),
      expiresAt: DateTime.fromJSDate(ctx.now()).plus({ days: expiresInDays }).toJSDate(),
      lastUsedAt: null,
      revokedAt: null,
      replacedById: null,
    }),
  );
  await audit(tx, ctx, "api-key.create", ["api-key", apiKey.id], { after: { name, scopes, providerId, sandbox } });
  await tellOfChange(
    tx,
    ctx,
    apiKey.createdByAccountId,
    say("changeSubject.apiKey"),
    say("changeText.apiKey", { name: apiKey.name, count: scopes.length }),
  );
  return { key, apiKey };
}
