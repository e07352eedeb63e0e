import { generateAuthenticationOptions } from "@simplewebauthn/server";
import type { Context } from "../../core/context.ts";
import { DomainError, ErrorCode } from "../../core/errors.ts";
import { hashToken } from "../access-token.ts";
import { maximumTries } from "../mailed-code.ts";
import { challengeExpired } from "../second-step.ts";
import { signedInAccount } from "../signed-in-account.ts";
import { Passkey, PasskeyPurpose } from "./passkey.entity.ts";
import { type Bond, challengeMinutes, createChallenge, relyingParty } from "./passkey-challenge.ts";

/**
 * Asks for any passkey of this server, to sign in by it alone.
 * @returns `PublicKeyCredentialRequestOptionsJSON` of WebAuthn as text
 * @throws TOO_MANY_REQUESTS; ILLEGAL_TRANSITION where the server has no host name
 */
export const beginPasskeySignIn = (ctx: Context): Promise<string> =>
  ask(ctx, PasskeyPurpose.SIGN_IN, { accountId: null }, []);

/**
 * Asks for a passkey of the viewer's account, to show once more who is there.
 * @returns as beginPasskeySignIn
 * @throws UNAUTHENTICATED; ILLEGAL_TRANSITION where the account has none; TOO_MANY_REQUESTS
 */
export async function beginPasskeyConfirmation(ctx: Context): Promise<string> {
  const accountId = signedInAccount(ctx);
  return ask(ctx, PasskeyPurpose.CONFIRM, { accountId }, await passkeysOf(ctx, accountId));
}

/**
 * Asks for a passkey as the second step of a sign-in, in the browser that took the first.
 * @returns as beginPasskeySignIn
 * @throws CODE_EXPIRED; ILLEGAL_TRANSITION where the account has none; TOO_MANY_REQUESTS
 */
export async function beginPasskeySecondStep(ctx: Context, challenge: string): Promise<string> {
  const [step]: { id: string; accountId: string }[] = await ctx.db.query(
    `SELECT id, account_id AS "accountId" FROM sign_in_challenge
     WHERE token_hash = $1 AND user_agent = $2 AND expires_at > $3 AND attempts < $4`,
    [hashToken(challenge), ctx.request.userAgent, ctx.now(), maximumTries],
  );
  if (!step) throw challengeExpired();
  const { id: signInChallengeId, accountId } = step;
  return ask(ctx, PasskeyPurpose.SECOND_STEP, { accountId, signInChallengeId }, await passkeysOf(ctx, accountId));
}

async function passkeysOf(ctx: Context, accountId: string): Promise<Passkey[]> {
  const passkeys = await ctx.db.manager.find(Passkey, { where: { accountId }, order: { id: "ASC" } });
  if (passkeys.length === 0) throw new DomainError(ErrorCode.ILLEGAL_TRANSITION, "passkeys.none");
  return passkeys;
}

async function ask(ctx: Context, purpose: PasskeyPurpose, bond: Bond, passkeys: Passkey[]): Promise<string> {
  const { id: rpID } = relyingParty(ctx.config);
  const options = await generateAuthenticationOptions({
    rpID,
    challenge: Uint8Array.from(await createChallenge(ctx, purpose, bond)),
    userVerification: "required",
    timeout: challengeMinutes * 60_000,
    allowCredentials: passkeys.map(({ credentialId, transports }) => ({
      id: credentialId.toString("base64url"),
      transports: transports as never,
    })),
  });
  return JSON.stringify(options);
}
