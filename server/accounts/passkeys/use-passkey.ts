import type { Context } from "../../core/context.ts";
import type { Viewer } from "../../core/viewer.ts";
import { asProof, noteProof } from "../confirm-identity.ts";
import { lockForSignIn } from "../lock-for-sign-in.ts";
import { noteRefusedSignIn } from "../note-refused-sign-in.ts";
import { SignInChallenge } from "../second-factor.entity.ts";
import { challengeExpired, takeStep, tellAfterGuesses } from "../second-step.ts";
import { signedInAccount } from "../signed-in-account.ts";
import { type SignedIn, startSignIn } from "../start-sign-in.ts";
import { Passkey, PasskeyPurpose } from "./passkey.entity.ts";
import type { PasskeyAnswerInput } from "./passkey.input.ts";
import { takeChallenge, wrongPasskey } from "./passkey-challenge.ts";
import { byPasskey, showPasskey } from "./show-passkey.ts";

/**
 * Signs in by a passkey alone: unlocking it is the other factor, so no code is asked for.
 * @throws WRONG_PASSKEY alike for one that is unknown, removed, of a disabled account or wrong; CODE_EXPIRED; TOO_MANY_REQUESTS
 */
export async function signInWithPasskey(ctx: Context, answer: PasskeyAnswerInput): Promise<SignedIn> {
  const taken = await takeChallenge(ctx, PasskeyPurpose.SIGN_IN, answer.clientDataJSON);
  try {
    return await showPasskey(ctx, taken, answer, (tx, accountId) => startSignIn(tx, ctx, accountId, [byPasskey]));
  } catch (error) {
    const credentialId = Buffer.from(answer.credentialId, "base64url");
    const meant = await ctx.db.manager.findOneBy(Passkey, { credentialId });
    await noteRefusedSignIn(ctx, meant?.accountId ?? null, byPasskey);
    throw error;
  }
}

/**
 * The second step of a sign-in by a passkey. Each try counts among those of confirmSignIn.
 * @throws WRONG_PASSKEY; CODE_EXPIRED; TOO_MANY_REQUESTS
 */
export async function confirmSignInWithPasskey(
  ctx: Context,
  challenge: string,
  answer: PasskeyAnswerInput,
): Promise<SignedIn> {
  const step = await takeStep(ctx, challenge);
  return tellAfterGuesses(ctx, step, async () => {
    const taken = await takeChallenge(ctx, PasskeyPurpose.SECOND_STEP, answer.clientDataJSON);
    if (taken.signInChallengeId !== step.id) throw wrongPasskey();
    return showPasskey(ctx, taken, answer, async (tx, accountId) => {
      await lockForSignIn(tx, accountId);
      const { affected } = await tx.delete(SignInChallenge, { id: step.id });
      if (affected !== 1) throw challengeExpired();
      return startSignIn(tx, ctx, accountId, [step.shown, byPasskey]);
    });
  });
}

/**
 * As confirmIdentity, by a passkey of the account.
 * @throws WRONG_PASSKEY; CODE_EXPIRED; TOO_MANY_REQUESTS
 */
export function confirmIdentityWithPasskey(ctx: Context, answer: PasskeyAnswerInput): Promise<Viewer> {
  signedInAccount(ctx);
  return asProof(ctx, byPasskey, async () => {
    const taken = await takeChallenge(ctx, PasskeyPurpose.CONFIRM, answer.clientDataJSON);
    await showPasskey(ctx, taken, answer, (tx, accountId) => noteProof(tx, ctx, accountId, byPasskey, ctx.now()));
  });
}
