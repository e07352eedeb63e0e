import type { EntityManager } from "typeorm";
import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { DomainError, ErrorCode, notFound } from "../core/errors.ts";
import { isId } from "../core/ids.ts";
import { requiredReason } from "../core/input-rules.ts";
import { forChange } from "../core/locks.ts";
import { say } from "../core/messages/message.ts";
import { administrator, assertMay, staff } from "../core/policy.ts";
import { clearLimit } from "../core/rate-limits.ts";
import { AccessToken, Account } from "./account.entity.ts";
import { secondFactorByAccount } from "./account.limits.ts";
import { Passkey } from "./passkeys/passkey.entity.ts";
import { RecoveryCode, SecondFactor, SignInChallenge } from "./second-factor.entity.ts";
import { tellOfChange } from "./tell-of-change.ts";

/**
 * Takes the second factor, its app and passkeys, off somebody who lost it, ends that person's sign-ins and mails every verified address. Nobody does this to
 * themselves: that needs a code.
 * @throws NOT_FOUND where there is no such account or it has none; FORBIDDEN for the viewer's own, and for one of staff where the viewer is no administrator; REASON_REQUIRED
 */
export async function resetSecondFactor(ctx: Context, accountId: string, reason: string): Promise<true> {
  assertMay(ctx, staff, null);
  const why = requiredReason(reason);
  if (accountId === ctx.viewer.accountId) throw new DomainError(ErrorCode.FORBIDDEN, "secondFactor.notYourOwn");
  if (!isId(accountId)) throw notFound("accountWithSecondFactor", "accountId");
  await inTransaction(ctx, async (tx) => {
    const account = await tx.findOneBy(Account, { id: accountId });
    // Who looks after members must not weaken the account of a colleague who may more.
    if (account && account.staffRoles.length > 0) assertMay(ctx, administrator, null);
    await removeSecondFactor(tx, ctx, accountId, why);
  });
  await clearLimit(ctx, secondFactorByAccount, accountId);
  return true;
}

/** @throws NOT_FOUND where the account has no second factor */
export async function removeSecondFactor(
  tx: EntityManager,
  ctx: Context,
  accountId: string,
  reason: string,
): Promise<void> {
  await tx.findOne(Account, { where: { id: accountId }, lock: forChange });
  const app = await tx.delete(SecondFactor, { accountId });
  const passkeys = await tx.delete(Passkey, { accountId });
  await tx.delete(RecoveryCode, { accountId });
  if (!app.affected && !passkeys.affected) throw notFound("accountWithSecondFactor", "accountId");
  await tx.delete(AccessToken, { accountId });
  await tx.delete(SignInChallenge, { accountId });
  await audit(tx, ctx, "account.reset-second-factor", ["account", accountId], { reason });
  await tellOfChange(tx, ctx, accountId, say("changeSubject.secondFactorReset"), say("changeText.secondFactorReset"));
}
