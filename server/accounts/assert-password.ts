import type { Context } from "../core/context.ts";
import { DomainError, ErrorCode } from "../core/errors.ts";
import { Account } from "./account.entity.ts";
import { checkPassword } from "./check-password.ts";

/**
 * Asks for the password again before something sensitive is changed, so that an open browser is not enough.
 * @throws WRONG_CREDENTIALS, also where the account has no password yet; TOO_MANY_REQUESTS
 */
export async function assertPassword(ctx: Context, accountId: string, password: string): Promise<void> {
  const { passwordHash } = await ctx.db.manager.findOneByOrFail(Account, { id: accountId });
  if (passwordHash === null)
    throw new DomainError(ErrorCode.WRONG_CREDENTIALS, "accounts.noPassword", { field: "password" });
  if (!(await checkPassword(ctx, accountId, passwordHash, password)))
    throw new DomainError(ErrorCode.WRONG_CREDENTIALS, "accounts.notYourPassword", { field: "password" });
}
