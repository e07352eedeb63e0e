import { In, IsNull } from "typeorm";
import { ApiKey } from "../accounts/api-keys/api-key.entity.ts";
import { verifiedAddresses } from "../accounts/verified-addresses.ts";
import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { DomainError, ErrorCode, notFound } from "../core/errors.ts";
import { forRemoval } from "../core/locks.ts";
import { actsFor } from "../core/viewer.ts";
import { canRemoveColleague } from "./colleague.policy.ts";
import { Invitation } from "./invitation.entity.ts";
import { ProviderAccount } from "./provider.entity.ts";

/**
 * Takes from an account the right to act for a provider. Owners can take it from anybody, editors give up their own.
 * @throws NOT_FOUND; FORBIDDEN for an editor; LAST_OWNER
 */
export async function removeColleague(ctx: Context, providerId: string, accountId: string): Promise<true> {
  if (!actsFor(ctx.viewer, providerId)) throw notFound("provider", "providerId");
  if (!canRemoveColleague(ctx.viewer, providerId, accountId))
    throw new DomainError(ErrorCode.FORBIDDEN, "providers.onlyOwnersRemove");
  await inTransaction(ctx, async (tx) => {
    // All of them, so that two owners don't remove each other at once.
    const all = await tx.find(ProviderAccount, {
      where: { providerId },
      order: { accountId: "ASC" },
      lock: forRemoval,
    });
    const removed = all.find((colleague) => colleague.accountId === accountId);
    if (!removed) throw notFound("colleague", "accountId");
    if (!all.some((other) => other.role === "OWNER" && other.accountId !== accountId))
      throw new DomainError(ErrorCode.LAST_OWNER, "providers.lastOwner");
    await tx.delete(ProviderAccount, { providerId, accountId });
    // What they made in its name goes with them, and does not come back when they do.
    await tx.delete(Invitation, { providerId, invitedByAccountId: accountId });
    // Nor do they come back by what was mailed to them before.
    await tx.delete(Invitation, { providerId, address: In(await verifiedAddresses(tx, accountId)) });
    const keys = { providerId, createdByAccountId: accountId, revokedAt: IsNull() };
    const { affected: apiKeys } = await tx.update(ApiKey, keys, { revokedAt: ctx.now() });
    await audit(tx, ctx, "provider.remove-account", ["provider", providerId], {
      before: { accountId, role: removed.role, apiKeys: apiKeys ?? 0 },
    });
  });
  return true;
}
