import { type EntityManager } from "typeorm";
import { audit } from "../../core/audit.ts";
import { type Context, inTransaction } from "../../core/context.ts";
import { DomainError, ErrorCode, notFound } from "../../core/errors.ts";
import { isId } from "../../core/ids.ts";
import { say } from "../../core/messages/message.ts";
import type { Viewer } from "../../core/viewer.ts";
import { Account } from "../account.entity.ts";
import { loadViewerOfAccount } from "../load-viewer.ts";
import { lockAddresses } from "../lock-addresses.ts";
import { RecoveryCode, SecondFactor, SignInChallenge } from "../second-factor.entity.ts";
import { signedInAccount } from "../signed-in-account.ts";
import { tellOfChange } from "../tell-of-change.ts";
import { Passkey } from "./passkey.entity.ts";

const nameLimit = 100;

/** A passkey of the viewer's account, with the account held. */
async function ownPasskey(tx: EntityManager, accountId: string, id: string): Promise<Passkey> {
  if (!isId(id)) throw notFound("passkey", "id");
  await lockAddresses(tx, accountId);
  const passkey = await tx.findOneBy(Passkey, { id, accountId });
  if (!passkey) throw notFound("passkey", "id");
  return passkey;
}

/**
 * Calls a passkey of the viewer's something else.
 * @throws NOT_FOUND; BAD_INPUT
 */
export async function renamePasskey(ctx: Context, id: string, given: string): Promise<Viewer> {
  const accountId = signedInAccount(ctx);
  const name = given.trim();
  if (name === "" || name.length > nameLimit || /\p{Cc}/u.test(name))
    throw new DomainError(ErrorCode.BAD_INPUT, "passkeys.name", { field: "name", nameLimit });
  await inTransaction(ctx, async (tx) => {
    const passkey = await ownPasskey(tx, accountId, id);
    if (passkey.name === name) return;
    await tx.update(Passkey, id, { name });
    await audit(tx, ctx, "account.rename-passkey", ["account", accountId], {
      before: { name: passkey.name },
      after: { name },
    });
  });
  return ctx.viewer;
}

/**
 * Takes a passkey off the viewer's account: it signs in no more.
 * @throws NOT_FOUND; LAST_SECOND_FACTOR where the account is of staff who must have a second factor, and this is the only one
 */
export async function removePasskey(ctx: Context, id: string): Promise<Viewer> {
  const accountId = signedInAccount(ctx);
  await inTransaction(ctx, async (tx) => {
    const { name } = await ownPasskey(tx, accountId, id);
    const account = await tx.findOneByOrFail(Account, { id: accountId });
    const app = await tx.findOneBy(SecondFactor, { accountId });
    const isLast = !app?.confirmedAt && (await tx.countBy(Passkey, { accountId })) === 1;
    if (isLast && ctx.config.staffNeedSecondFactor && account.staffRoles.length > 0)
      throw new DomainError(ErrorCode.LAST_SECOND_FACTOR, "passkeys.last");
    await tx.delete(Passkey, { id });
    if (isLast) {
      await tx.delete(RecoveryCode, { accountId });
      await tx.delete(SignInChallenge, { accountId });
    }
    await audit(tx, ctx, "account.remove-passkey", ["account", accountId], { before: { name } });
    const text = say(isLast ? "changeText.passkeyRemovedLast" : "changeText.passkeyRemoved", { name });
    await tellOfChange(tx, ctx, accountId, say("changeSubject.passkeyRemoved"), text);
    ctx.viewer = await loadViewerOfAccount(tx, accountId, ctx.config, ctx.viewer.provedAt);
  });
  return ctx.viewer;
}
