import { verifyAuthenticationResponse } from "@simplewebauthn/server";
import type { EntityManager } from "typeorm";
import { audit } from "../../core/audit.ts";
import { demoIsOpen } from "../../core/config.ts";
import { type Context, inTransaction } from "../../core/context.ts";
import { forChange } from "../../core/locks.ts";
import { say } from "../../core/messages/message.ts";
import { Account } from "../account.entity.ts";
import { tellOfChange } from "../tell-of-change.ts";
import { Passkey } from "./passkey.entity.ts";
import type { PasskeyAnswerInput } from "./passkey.input.ts";
import { relyingParty, type TakenChallenge, wrongPasskey } from "./passkey-challenge.ts";

/** In the words of the audit log. */
export const byPasskey = "passkey";

/** The account's ID as a passkey carries it: no name, no address. */
export const userHandleOf = (accountId: string): Buffer => Buffer.from(accountId.replaceAll("-", ""), "hex");

/** A passkey signed by a counter that it had passed before: there may be two of it. */
const copied = Symbol("copied");

/**
 * Checks what a passkey signed, of the account that the challenge is bound to, and does `work` in the transaction that counts its use. A
 * counter that does not go up means that there may be two of it: that is refused, and its owner is told.
 * @throws WRONG_PASSKEY, whatever was wrong
 */
export async function showPasskey<T>(
  ctx: Context,
  taken: TakenChallenge,
  answer: PasskeyAnswerInput,
  work: (tx: EntityManager, accountId: string) => Promise<T>,
): Promise<T> {
  const credentialId = Buffer.from(answer.credentialId, "base64url");
  const known = await ctx.db.manager.findOneBy(Passkey, { credentialId });
  if (!known || (taken.accountId !== null && known.accountId !== taken.accountId)) throw wrongPasskey();
  const { accountId } = known;
  const result = await inTransaction(ctx, async (tx) => {
    const account = await tx.findOne(Account, { where: { id: accountId }, lock: forChange });
    if (!account || account.disabledAt || (account.demo && !demoIsOpen(ctx.config))) throw wrongPasskey();
    // Once more: it may have been removed, or used, while we waited for the account.
    const passkey = await tx.findOneBy(Passkey, { id: known.id });
    if (!passkey) throw wrongPasskey();
    const counter = await counterOf(ctx, taken, passkey, answer);
    const last = Number(passkey.counter);
    if ((counter > 0 || last > 0) && counter <= last) return tellOfCopy(tx, ctx, passkey);
    await tx.update(Passkey, passkey.id, { counter: String(counter), lastUsedAt: ctx.now() });
    return work(tx, accountId);
  });
  if (result === copied) throw wrongPasskey();
  return result;
}

/**
 * Checks the signature, with challenge, origin, host and that its holder unlocked it.
 * @returns how often it was used, as the passkey counts
 * @throws WRONG_PASSKEY
 */
async function counterOf(
  ctx: Context,
  { challenge }: TakenChallenge,
  passkey: Passkey,
  { credentialId: id, clientDataJSON, authenticatorData, signature, userHandle }: PasskeyAnswerInput,
): Promise<number> {
  if (userHandle && userHandle !== userHandleOf(passkey.accountId).toString("base64url")) throw wrongPasskey();
  const { id: expectedRPID, origin: expectedOrigin } = relyingParty(ctx.config);
  const checked = await verifyAuthenticationResponse({
    response: {
      id,
      rawId: id,
      type: "public-key",
      response: { clientDataJSON, authenticatorData, signature },
      clientExtensionResults: {},
    },
    expectedChallenge: challenge,
    expectedOrigin,
    expectedRPID,
    requireUserVerification: true,
    // We look at the counter ourselves, once the signature is known to be right: a made-up one tells nobody anything.
    credential: { id, publicKey: Uint8Array.from(passkey.publicKey), counter: 0 },
  }).catch(() => null);
  if (!checked?.verified) throw wrongPasskey();
  return checked.authenticationInfo.newCounter;
}

async function tellOfCopy(tx: EntityManager, ctx: Context, { accountId, name }: Passkey): Promise<typeof copied> {
  await audit(tx, ctx, "account.suspect-passkey", ["account", accountId], { after: { name } });
  const text = say("changeText.passkeyCopied", { name });
  await tellOfChange(tx, ctx, accountId, say("changeSubject.passkeyCopied"), text);
  return copied;
}
