import { hashToken } from "../accounts/access-token.ts";
import { codeByAddress } from "../accounts/account.limits.ts";
import { createAccount } from "../accounts/create-account.ts";
import { lockForSignIn } from "../accounts/lock-for-sign-in.ts";
import { assertGoodPassword } from "../accounts/password-rules.ts";
import { type SignedIn, startSignIn } from "../accounts/start-sign-in.ts";
import { accountOfAddress } from "../accounts/verified-addresses.ts";
import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { DomainError, ErrorCode } from "../core/errors.ts";
import { forRemoval, toStaySql } from "../core/locks.ts";
import { enforceLimitByAddress } from "../core/rate-limits.ts";
import { ProviderStatus } from "../core/viewer.ts";
import { Invitation } from "./invitation.entity.ts";
import { Provider } from "./provider.entity.ts";

/**
 * Takes an invitation by the token of its mail, which shows that the address is theirs: as the account that has the address, which
 * must be signed in, or as a new one with the password given. Signs in anew, so that the new right counts at once.
 * @throws CODE_EXPIRED, also while the provider is suspended; UNAUTHENTICATED where an account has the address and is not signed in; WEAK_PASSWORD; TOO_MANY_REQUESTS
 */
export async function acceptInvitation(ctx: Context, token: string, password: string | null): Promise<SignedIn> {
  await enforceLimitByAddress(ctx, codeByAddress);
  return inTransaction(ctx, async (tx) => {
    const invitation = await tx.findOne(Invitation, { where: { tokenHash: hashToken(token) }, lock: forRemoval });
    const provider = invitation && (await tx.findOneBy(Provider, { id: invitation.providerId }));
    if (!invitation || invitation.expiresAt <= ctx.now() || provider?.status !== ProviderStatus.ACTIVE)
      throw new DomainError(ErrorCode.CODE_EXPIRED, "providers.invitationOver", { field: "token" });
    const { providerId, address, role } = invitation;
    // An invitation is good for as long as whoever sent it could send it.
    const [host] = await tx.query(
      `SELECT FROM account a JOIN provider_account p ON p.account_id = a.id
       WHERE a.id = $1 AND a.status = 'ACTIVE' AND p.provider_id = $2 AND p.role = 'OWNER' ${toStaySql}`,
      [invitation.invitedByAccountId, providerId],
    );
    if (!host) throw new DomainError(ErrorCode.CODE_EXPIRED, "providers.invitationOver", { field: "token" });
    let accountId = await accountOfAddress(tx, address);
    if (accountId && accountId !== ctx.viewer.accountId)
      throw new DomainError(ErrorCode.UNAUTHENTICATED, "providers.signInAs", { address });
    if (!accountId) {
      await assertGoodPassword(ctx, password ?? "", address);
      accountId = await createAccount(tx, ctx, { emailAddresses: [address], password });
    }
    await lockForSignIn(tx, accountId);
    await tx.delete(Invitation, invitation.id);
    // Who is an owner already stays one.
    await tx.query(
      `INSERT INTO provider_account AS pa (provider_id, account_id, role) VALUES ($1, $2, $3)
       ON CONFLICT (provider_id, account_id) DO UPDATE SET role = excluded.role WHERE pa.role <> 'OWNER'`,
      [providerId, accountId, role],
    );
    await audit(tx, ctx, "provider.add-account", ["provider", providerId], { after: { accountId, role } });
    // A link and a browser that was left open are no proof of who is there.
    return startSignIn(tx, ctx, accountId, ["invitation"], ctx.viewer.provedAt ?? ctx.now());
  });
}
