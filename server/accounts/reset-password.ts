import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { DomainError, ErrorCode } from "../core/errors.ts";
import { forChange, forRemoval } from "../core/locks.ts";
import { say } from "../core/messages/message.ts";
import { clearLimit, enforceLimitByAddress } from "../core/rate-limits.ts";
import { noteThatMailArrives } from "../mail/suppression.ts";
import { hashToken } from "./access-token.ts";
import { AccessToken, Account } from "./account.entity.ts";
import { codeByAddress, signInByAccount } from "./account.limits.ts";
import { AccountStatus } from "./account.status.ts";
import { inviterStands } from "./inviter-stands.ts";
import { hashPassword } from "./password.ts";
import { PasswordReset } from "./password-reset.entity.ts";
import { assertGoodPassword } from "./password-rules.ts";
import { SignInChallenge } from "./second-factor.entity.ts";
import { SignInIdentity } from "./single-sign-on/single-sign-on.entity.ts";
import { tellOfChange } from "./tell-of-change.ts";

/**
 * Sets a new password by the token of the mail, once, and ends every sign-in of the account and its links to single sign-on. It does
 * not sign in.
 * @throws WEAK_PASSWORD; CODE_EXPIRED where the token is unknown, used, too old, or a newer one was mailed
 */
export async function resetPassword(ctx: Context, token: string, password: string): Promise<true> {
  await enforceLimitByAddress(ctx, codeByAddress);
  const accountId = await inTransaction(ctx, async (tx) => {
    const reset = await tx.findOne(PasswordReset, { where: { tokenHash: hashToken(token) }, lock: forRemoval });
    if (!reset?.accountId || reset.expiresAt <= ctx.now())
      throw new DomainError(ErrorCode.CODE_EXPIRED, "accounts.resetLinkOver", { field: "token" });
    const { accountId, address } = reset;
    const account = await tx.findOne(Account, { where: { id: accountId }, lock: forChange });
    if (account?.status !== AccountStatus.ACTIVE)
      throw new DomainError(ErrorCode.CODE_EXPIRED, "accounts.resetLinkOver", { field: "token" });
    // Whoever was asked to be staff, and has not come yet, comes for as long as who asked could ask.
    if (account.passwordHash === null && !(await inviterStands(tx, accountId)))
      throw new DomainError(ErrorCode.CODE_EXPIRED, "accounts.resetLinkOver", { field: "token" });
    await assertGoodPassword(ctx, password, address);
    await noteThatMailArrives(tx, address);
    await tx.update(Account, accountId, { passwordHash: await hashPassword(password) });
    await tx.delete(PasswordReset, { accountId });
    await tx.delete(SignInChallenge, { accountId });
    const signIns = (await tx.delete(AccessToken, { accountId })).affected ?? 0;
    // Whoever needs a new password may not be the only one who had the old: a link to somebody else's person must not stay.
    const unlinked = (await tx.delete(SignInIdentity, { accountId })).affected ?? 0;
    await audit(tx, ctx, "account.reset-password", ["account", accountId], {
      before: { signIns, singleSignOn: unlinked },
      after: { address, by: "mailed link" },
    });
    const what = unlinked > 0 ? "changeText.passwordSetUnlinked" : "changeText.passwordSet";
    await tellOfChange(tx, ctx, accountId, say("changeSubject.passwordSet"), say(what, { address }));
    return accountId;
  });
  // Whoever locked the account by guessing does not keep its owner out.
  await clearLimit(ctx, signInByAccount, accountId);
  return true;
}
