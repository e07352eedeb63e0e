import { generateRegistrationOptions, verifyRegistrationResponse } from "@simplewebauthn/server";
import { Not } from "typeorm";
import { audit } from "../../core/audit.ts";
import { type Context, inTransaction } from "../../core/context.ts";
import { DomainError, ErrorCode, violates } from "../../core/errors.ts";
import { say } from "../../core/messages/message.ts";
import type { Viewer } from "../../core/viewer.ts";
import { AccessToken } from "../account.entity.ts";
import { replaceRecoveryCodes } from "../confirm-second-factor.ts";
import { loadViewerOfAccount } from "../load-viewer.ts";
import { lockAddresses } from "../lock-addresses.ts";
import { RecoveryCode, SecondFactor, SignInChallenge } from "../second-factor.entity.ts";
import { signedInAccount } from "../signed-in-account.ts";
import { tellOfChange } from "../tell-of-change.ts";
import { Passkey, PasskeyPurpose } from "./passkey.entity.ts";
import type { NewPasskeyInput } from "./passkey.input.ts";
import { challengeMinutes, createChallenge, relyingParty, takeChallenge, wrongPasskey } from "./passkey-challenge.ts";
import { userHandleOf } from "./show-passkey.ts";

/** How many passkeys an account may have: a telephone, a laptop, some keys at home. */
export const mostPasskeys = 20;

/** Elliptic curves and RSA that authenticators have; others are asked for by nobody. */
const algorithms = [-7, -8, -257];

const assertRoom = (count: number): void => {
  if (count >= mostPasskeys) throw new DomainError(ErrorCode.ILLEGAL_TRANSITION, "passkeys.tooMany", { mostPasskeys });
};

/**
 * Begins to add a passkey to the viewer's account.
 * @returns `PublicKeyCredentialCreationOptionsJSON` of WebAuthn as text
 * @throws UNAUTHENTICATED; ILLEGAL_TRANSITION where there are too many, or the server has no host name; TOO_MANY_REQUESTS
 */
export async function beginPasskey(ctx: Context): Promise<string> {
  const accountId = signedInAccount(ctx);
  const { id: rpID } = relyingParty(ctx.config);
  const passkeys = await ctx.db.manager.findBy(Passkey, { accountId });
  assertRoom(passkeys.length);
  const options = await generateRegistrationOptions({
    rpName: `Accrue ${rpID}`,
    rpID,
    userID: Uint8Array.from(userHandleOf(accountId)),
    userName: ctx.viewer.email,
    userDisplayName: ctx.viewer.email,
    challenge: Uint8Array.from(await createChallenge(ctx, PasskeyPurpose.ADD, { accountId })),
    timeout: challengeMinutes * 60_000,
    // Which make it is, nobody here needs to know.
    attestationType: "none",
    excludeCredentials: passkeys.map(({ credentialId }) => ({ id: credentialId.toString("base64url") })),
    authenticatorSelection: { residentKey: "preferred", userVerification: "required" },
    supportedAlgorithmIDs: algorithms,
  });
  return JSON.stringify(options);
}

export interface AddedPasskey {
  passkey: Passkey;
  /** Where it is the account's first second factor: codes for when it is lost. */
  recoveryCodes: string[] | null;
  viewer: Viewer;
}

/**
 * Adds a passkey: it signs in by itself, and is a second factor. Where it is the first one, every other sign-in ends, as they showed none,
 * and there are recovery codes.
 * @throws WRONG_PASSKEY; CODE_EXPIRED; ILLEGAL_TRANSITION where there are too many, or it is known already
 */
export async function addPasskey(ctx: Context, input: NewPasskeyInput): Promise<AddedPasskey> {
  const accountId = signedInAccount(ctx);
  const { challenge } = await takeChallenge(ctx, PasskeyPurpose.ADD, input.clientDataJSON);
  const { id: expectedRPID, origin: expectedOrigin } = relyingParty(ctx.config);
  const { credentialId: id, clientDataJSON, attestationObject } = input;
  const checked = await verifyRegistrationResponse({
    response: {
      id,
      rawId: id,
      type: "public-key",
      response: { clientDataJSON, attestationObject },
      clientExtensionResults: {},
    },
    expectedChallenge: challenge,
    expectedOrigin,
    expectedRPID,
    requireUserVerification: true,
    supportedAlgorithmIDs: algorithms,
  }).catch(() => null);
  if (!checked?.verified) throw wrongPasskey();
  const { credential } = checked.registrationInfo;
  // What an authenticator attests is its own business; what it calls the key must be what the browser says.
  if (credential.id !== id) throw wrongPasskey();
  try {
    return await inTransaction(ctx, async (tx) => {
      await lockAddresses(tx, accountId);
      const before = await tx.countBy(Passkey, { accountId });
      assertRoom(before);
      const app = await tx.findOneBy(SecondFactor, { accountId });
      const first = before === 0 && !app?.confirmedAt;
      const passkey = await tx.save(
        tx.create(Passkey, {
          accountId,
          name: input.name.trim(),
          credentialId: Buffer.from(credential.id, "base64url"),
          publicKey: Buffer.from(credential.publicKey),
          counter: String(credential.counter),
          transports: input.transports,
          createdAt: ctx.now(),
          lastUsedAt: null,
        }),
      );
      const { name } = passkey;
      await audit(tx, ctx, "account.add-passkey", ["account", accountId], { after: { name } });
      await tellOfChange(
        tx,
        ctx,
        accountId,
        say("changeSubject.passkeyAdded"),
        say(first ? "changeText.passkeyAddedFirst" : "changeText.passkeyAdded", { name }),
      );
      let recoveryCodes: string[] | null = null;
      if (first) {
        await tx.delete(AccessToken, { accountId, tokenHash: Not(ctx.request.tokenHash ?? Buffer.alloc(0)) });
        await tx.delete(SignInChallenge, { accountId });
        recoveryCodes = (await tx.existsBy(RecoveryCode, { accountId }))
          ? null
          : await replaceRecoveryCodes(tx, accountId);
      }
      ctx.viewer = await loadViewerOfAccount(tx, accountId, ctx.config, ctx.viewer.provedAt);
      return { passkey, recoveryCodes, viewer: ctx.viewer };
    });
  } catch (error) {
    if (violates(error, "passkey_credential"))
      throw new DomainError(ErrorCode.ILLEGAL_TRANSITION, "passkeys.known", { field: "credentialId" });
    throw error;
  }
}
