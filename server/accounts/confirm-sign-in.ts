import type { Context } from "../core/context.ts";
import { lockForSignIn } from "./lock-for-sign-in.ts";
import { SignInChallenge } from "./second-factor.entity.ts";
import { challengeExpired, takeStep, tellAfterGuesses } from "./second-step.ts";
import { showSecondFactor } from "./show-second-factor.ts";
import { type SignedIn, startSignIn } from "./start-sign-in.ts";

/**
 * The second step of a sign-in: takes the code of the app or a recovery code, in the browser that took the first step. Each try counts
 * before it is evaluated; after five the challenge is dead and the owner is told, since somebody knows the password.
 * @throws WRONG_CODE; CODE_EXPIRED; TOO_MANY_REQUESTS
 */
export async function confirmSignIn(ctx: Context, challenge: string, code: string): Promise<SignedIn> {
  const step = await takeStep(ctx, challenge);
  const { id, accountId, shown: first } = step;
  return tellAfterGuesses(ctx, step, () =>
    showSecondFactor(ctx, accountId, code, async (tx, second) => {
      await lockForSignIn(tx, accountId);
      const { affected } = await tx.delete(SignInChallenge, { id });
      if (affected !== 1) throw challengeExpired();
      return startSignIn(tx, ctx, accountId, [first, second]);
    }),
  );
}
