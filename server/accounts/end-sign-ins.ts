import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { notFound } from "../core/errors.ts";
import { isId } from "../core/ids.ts";
import { requiredReason } from "../core/input-rules.ts";
import { forChange } from "../core/locks.ts";
import { say } from "../core/messages/message.ts";
import { assertMay, staff } from "../core/policy.ts";
import { AccessToken, Account } from "./account.entity.ts";
import { SignInChallenge } from "./second-factor.entity.ts";
import { tellOfChange } from "./tell-of-change.ts";

/**
 * Signs somebody out everywhere, as where a device was stolen, and tells its owner by mail. The password stays good. Source: OWASP
 * ASVS 5.0, 7.4.5.
 * @returns how many sign-ins there were
 * @throws NOT_FOUND, REASON_REQUIRED
 */
export async function endSignIns(ctx: Context, accountId: string, reason: string): Promise<number> {
  assertMay(ctx, staff, null);
  const why = requiredReason(reason);
  if (!isId(accountId)) throw notFound("account", "accountId");
  return inTransaction(ctx, async (tx) => {
    // Who is signing in at this moment has the row locked, too.
    const account = await tx.findOne(Account, { where: { id: accountId }, lock: forChange });
    if (!account) throw notFound("account", "accountId");
    const ended = (await tx.delete(AccessToken, { accountId })).affected ?? 0;
    await tx.delete(SignInChallenge, { accountId });
    await audit(tx, ctx, "account.end-sign-ins", ["account", accountId], { reason: why, before: { signIns: ended } });
    await tellOfChange(tx, ctx, accountId, say("changeSubject.signedOut"), say("changeText.signedOut"));
    return ended;
  });
}
