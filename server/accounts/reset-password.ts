import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { DomainError, ErrorCode } from "../core/errors.ts";
import { say } from "../core/messages/message.ts";
import { clearLimit, enforceLimitByAddress } from "../core/rate-limits.ts";
import { hashToken } from "./access-token.ts";
import { AccessToken, Account } from "./account.entity.ts";
import { codeByAddress, signInByAccount } from "./account.limits.ts";
import { hashPassword } from "./password.ts";
import { PasswordReset } from "./password-reset.entity.ts";
import { assertGoodPassword } from "./password-rules.ts";
import { SignInChallenge } from "./second-factor.entity.ts";
import { tellOfChange } from "./tell-of-change.ts";

/**
 * Sets a new password by the token of the mail, once, and ends every sign-in of the account. It does not sign in.
 * @throws WEAK_PASSWORD; CODE_EXPIRED where the token is unknown, used, too old, or a newer one was mailed
 */
export async function resetPassword(ctx: Context, token: string, password: string): Promise<true> {
  await enforceLimitByAddress(ctx, codeByAddress);
  const accountId = await inTransaction(ctx, async (tx) => {
    const lock = { mode: "pessimistic_write" } as const;
    const reset = await tx.findOne(PasswordReset, { where: { tokenHash: hashToken(token) }, lock });
    if (!reset?.accountId || reset.expiresAt <= ctx.now())
      throw new DomainError(ErrorCode.CODE_EXPIRED, "accounts.resetLinkOver", { field: "token" });
    const { accountId } = reset;
    assertGoodPassword(password, reset.address);
    await tx.update(Account, accountId, { passwordHash: await hashPassword(password) });
    await tx.delete(PasswordReset, { accountId });
    await tx.delete(SignInChallenge, { accountId });
    await tx.delete(AccessToken, { accountId });
    await audit(tx, ctx, "account.reset-password", ["account", accountId]);
    await tellOfChange(tx, ctx, accountId, say("changeSubject.passwordSet"), say("changeText.passwordSet"));
    return accountId;
  });
  // Whoever locked the account by guessing does not keep its owner out.
  await clearLimit(ctx, signInByAccount, accountId);
  return true;
}
