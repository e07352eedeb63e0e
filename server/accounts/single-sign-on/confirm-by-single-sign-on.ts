import type { Context } from "../../core/context.ts";
import { DomainError, ErrorCode } from "../../core/errors.ts";
import { IdentityProof } from "../../core/identity-proof.ts";
import { stepUpRequired } from "../../core/proof.ts";
import { signedInAccount } from "../signed-in-account.ts";
import { sendToProvider } from "./begin-single-sign-on.ts";
import { ReturnTo } from "./single-sign-on.entity.ts";
import { SingleSignOnRefusal } from "./single-sign-on-refusal.ts";

/**
 * Begins another round at the provider, which must have seen the person in the last minutes (`max_age` of OpenID Connect): the way for
 * accounts without password and second factor.
 * @returns where to send the browser
 * @throws UNAUTHENTICATED; STEP_UP_REQUIRED with what this account can show, where it is something else; ILLEGAL_TRANSITION where the
 *   provider is down
 */
export async function confirmBySingleSignOn(ctx: Context): Promise<string> {
  const accountId = signedInAccount(ctx);
  const { tokenHash } = ctx.request;
  if (!ctx.viewer.proofs.includes(IdentityProof.SINGLE_SIGN_ON) || !tokenHash) throw stepUpRequired(ctx);
  try {
    const bound = { browserHash: null, accountId, proofOfTokenHash: tokenHash };
    return (await sendToProvider(ctx, ReturnTo.CONSOLE, bound)).href;
  } catch (error) {
    if (!(error instanceof SingleSignOnRefusal)) throw error;
    const words = error.wordsFor(ctx.config.singleSignOn?.name ?? "");
    throw new DomainError(ErrorCode.ILLEGAL_TRANSITION, "singleSignOn.refused", words);
  }
}
