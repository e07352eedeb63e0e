import { Not } from "typeorm";
import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { DomainError, ErrorCode } from "../core/errors.ts";
import { say } from "../core/messages/message.ts";
import { AccessToken, Account } from "./account.entity.ts";
import { checkPassword } from "./check-password.ts";
import { hashPassword } from "./password.ts";
import { PasswordReset } from "./password-reset.entity.ts";
import { assertGoodPassword } from "./password-rules.ts";
import { SignInChallenge } from "./second-factor.entity.ts";
import { signedInAccount } from "./signed-in-account.ts";
import { tellOfChange } from "./tell-of-change.ts";

/**
 * Changes the viewer's password and ends every other sign-in of the account.
 * @throws UNAUTHENTICATED, WRONG_CREDENTIALS, WEAK_PASSWORD, TOO_MANY_REQUESTS
 */
export async function changePassword(ctx: Context, currentPassword: string, newPassword: string): Promise<true> {
  const accountId = signedInAccount(ctx);
  const { passwordHash } = await ctx.db.manager.findOneByOrFail(Account, { id: accountId });
  if (!(await checkPassword(ctx, accountId, passwordHash, currentPassword)))
    throw new DomainError(ErrorCode.WRONG_CREDENTIALS, "accounts.notYourCurrentPassword", { field: "currentPassword" });
  await assertGoodPassword(ctx, newPassword, ctx.viewer.email, "newPassword");
  const changed = await hashPassword(newPassword);
  await inTransaction(ctx, async (tx) => {
    await tx.update(Account, accountId, { passwordHash: changed });
    await tx.delete(AccessToken, { accountId, tokenHash: Not(ctx.request.tokenHash ?? Buffer.alloc(0)) });
    await tx.delete(PasswordReset, { accountId });
    await tx.delete(SignInChallenge, { accountId });
    await audit(tx, ctx, "account.change-password", ["account", accountId]);
    await tellOfChange(tx, ctx, accountId, say("changeSubject.passwordChanged"), say("changeText.passwordChanged"));
  });
  return true;
}
