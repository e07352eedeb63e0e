import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { notFound } from "../core/errors.ts";
import { isId } from "../core/ids.ts";
import { requiredReason } from "../core/input-rules.ts";
import { forChange } from "../core/locks.ts";
import { say } from "../core/messages/message.ts";
import { administrator, assertMay } from "../core/policy.ts";
import { assertMove } from "../core/transitions.ts";
import { Account } from "./account.entity.ts";
import { AccountStatus, accountMoves } from "./account.status.ts";
import { endAccess } from "./end-access.ts";
import { tellOfChange } from "./tell-of-change.ts";

/**
 * Opens an account that was shut: its owner signs in anew, with the rights that it had. Keys, links and sign-ins stay ended.
 * @throws NOT_FOUND; REASON_REQUIRED; ILLEGAL_TRANSITION where it is not shut
 */
export async function enableAccount(ctx: Context, accountId: string, reason: string): Promise<true> {
  assertMay(ctx, administrator, null);
  const why = requiredReason(reason);
  if (!isId(accountId)) throw notFound("account", "accountId");
  await inTransaction(ctx, async (tx) => {
    const account = await tx.findOne(Account, { where: { id: accountId }, lock: forChange });
    if (!account) throw notFound("account", "accountId");
    assertMove(accountMoves, "account", account.status, AccountStatus.ACTIVE);
    // What somebody made in the moment in which it was shut does not come alive.
    await endAccess(tx, ctx, accountId, "EVERYBODY");
    await tx.update(Account, accountId, { status: AccountStatus.ACTIVE, disabledAt: null });
    await audit(tx, ctx, "account.enable", ["account", accountId], { reason: why });
    await tellOfChange(tx, ctx, accountId, say("changeSubject.enabled"), say("changeText.enabled"));
  });
  return true;
}
