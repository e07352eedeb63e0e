import type { Context } from "../core/context.ts";
import { DomainError, ErrorCode } from "../core/errors.ts";
import { assertProved } from "../core/proof.ts";
import { Account } from "./account.entity.ts";
import { checkPassword } from "./check-password.ts";

/**
 * Asks for the password again before something sensitive is changed, so that an open browser is not enough.
 * An account that has none, as one of single sign-on, shows in another way who is there.
 * @throws WRONG_CREDENTIALS; TOO_MANY_REQUESTS; STEP_UP_REQUIRED where the account has no password
 */
export async function assertPassword(ctx: Context, accountId: string, password: string): Promise<void> {
  const { passwordHash } = await ctx.db.manager.findOneByOrFail(Account, { id: accountId });
  if (passwordHash === null) return assertProved(ctx, "password");
  if (!(await checkPassword(ctx, accountId, passwordHash, password)))
    throw new DomainError(ErrorCode.WRONG_CREDENTIALS, "accounts.notYourPassword", { field: "password" });
}
