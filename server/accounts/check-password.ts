import type { Context } from "../core/context.ts";
import { clearLimit, enforceLimit, enforceLimitByAddress, giveBackToLimit, networkOf } from "../core/rate-limits.ts";
import { signInByAccount, signInByAddress } from "./account.limits.ts";
import { passwordMatches } from "./password.ts";

/**
 * Evaluates a password, if neither its account nor the network address has guessed wrong too often. A guess counts before it is
 * evaluated, so that aliases, batches and connections in parallel gain nothing; a right one counts for nothing.
 * @param who the account's ID or, where there is none, the address that was typed: both are limited alike
 * @throws TOO_MANY_REQUESTS
 */
export async function checkPassword(
  ctx: Context,
  who: string,
  passwordHash: string | null,
  password: string,
): Promise<boolean> {
  await enforceLimitByAddress(ctx, signInByAddress);
  await enforceLimit(ctx, signInByAccount, who);
  if (!(await passwordMatches(passwordHash, password))) return false;
  await clearLimit(ctx, signInByAccount, who);
  if (ctx.request.ip !== null) await giveBackToLimit(ctx, signInByAddress, networkOf(ctx.request.ip));
  return true;
}
