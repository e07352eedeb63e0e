import type { Context } from "../core/context.ts";
import {
  clearLimit,
  enforceLimits,
  giveBack,
  networkOf,
  type Take,
  takesOfAddress,
  tryLimits,
} from "../core/rate-limits.ts";
import { WaitingLine } from "../core/waiting-line.ts";
import {
  signInByAccount,
  signInByAddress,
  signInSlowlyByAccount,
  signInSlowlyByAddress,
  signInSlowlyFrom,
} from "./account.limits.ts";
import { passwordMatches } from "./password.ts";

/**
 * Evaluates a password, if neither its account nor the network address has guessed wrong too often. A guess counts before it is
 * evaluated, so that aliases, batches and connections in parallel gain nothing; a right one counts for nothing. Where too many were
 * wrong, guesses are still evaluated, but slowly: whoever knows the password gets in although others behind the same address, or
 * strangers at the same account, have failed, and trying many gains nothing.
 * @param who the account's ID or, where there is none, the address that was typed: both are limited alike
 * @throws TOO_MANY_REQUESTS
 */
export async function checkPassword(
  ctx: Context,
  who: string,
  passwordHash: string | null,
  password: string,
): Promise<boolean> {
  const network = networkOf(ctx.request.ip);
  const line = lines.get(network) ?? new WaitingLine(atOnce);
  lines.set(network, line);
  const leave = await line.enter();
  try {
    return await evaluate(ctx, who, passwordHash, password);
  } finally {
    leave();
    if (line.length === 0) lines.delete(network);
  }
}

/**
 * So many passwords from one network are evaluated at once. A guess counts until it was right: all of a hall that sign in at the same
 * moment would count as guesses otherwise, and the next ones be refused.
 */
const atOnce = 5;
const lines = new Map<string, WaitingLine>();

async function evaluate(ctx: Context, who: string, passwordHash: string | null, password: string): Promise<boolean> {
  const ofAddress = await takeEither(
    ctx,
    takesOfAddress(ctx, signInByAddress),
    takesOfAddress(ctx, signInSlowlyByAddress),
  );
  const ofAccount = await takeEither(
    ctx,
    [{ limit: signInByAccount, who, count: 1 }],
    [
      { limit: signInSlowlyByAccount, who, count: 1 },
      { limit: signInSlowlyFrom, who: `${who} ${networkOf(ctx.request.ip)}`, count: 1 },
    ],
  );
  if (!(await passwordMatches(passwordHash, password))) return false;
  await clearLimit(ctx, signInByAccount, who);
  await giveBack(ctx, [...ofAddress, ...ofAccount.filter(({ limit }) => limit !== signInByAccount)]);
  return true;
}

/**
 * Counts for the first where it has room, else for the second.
 * @returns what was counted
 * @throws TOO_MANY_REQUESTS
 */
async function takeEither(ctx: Context, usual: Take[], slowly: Take[]): Promise<Take[]> {
  if (await tryLimits(ctx, usual)) return usual;
  await enforceLimits(ctx, slowly);
  return slowly;
}
