import type { EntityManager } from "typeorm";
import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { DomainError, ErrorCode, notFound } from "../core/errors.ts";
import { isId } from "../core/ids.ts";
import { requiredReason } from "../core/input-rules.ts";
import { enqueue } from "../core/jobs.ts";
import { say } from "../core/messages/message.ts";
import { administrator, assertMay } from "../core/policy.ts";
import { assertMove } from "../core/transitions.ts";
import { Account } from "./account.entity.ts";
import { AccountStatus, accountMoves } from "./account.status.ts";
import { endAccess } from "./end-access.ts";
import { lastAdministrator, lockBesideAdministrators } from "./lock-beside-administrators.ts";
import { tellOfChange } from "./tell-of-change.ts";

/**
 * Shuts an account: from now on no cookie, token, key or link of its owner's does anything, on any server. Source: OWASP ASVS 5.0, 7.4.2.
 * @throws NOT_FOUND; FORBIDDEN for the viewer's own; REASON_REQUIRED; ILLEGAL_TRANSITION where it has ended or is shut;
 *   LAST_ADMINISTRATOR
 */
export async function disableAccount(ctx: Context, accountId: string, reason: string): Promise<true> {
  assertMay(ctx, administrator, null);
  const why = requiredReason(reason);
  if (accountId === ctx.viewer.accountId) throw new DomainError(ErrorCode.FORBIDDEN, "accounts.notYourself");
  if (!isId(accountId)) throw notFound("account", "accountId");
  await inTransaction(ctx, (tx) => shutAccount(tx, ctx, accountId, why));
  return true;
}

/** @throws NOT_FOUND, ILLEGAL_TRANSITION, LAST_ADMINISTRATOR */
export async function shutAccount(tx: EntityManager, ctx: Context, accountId: string, reason: string): Promise<void> {
  const [account, alone] = await lockBesideAdministrators(tx, accountId);
  if (!account) throw notFound("account", "accountId");
  assertMove(accountMoves, "account", account.status, AccountStatus.DISABLED);
  if (alone) throw lastAdministrator();
  await tx.update(Account, accountId, { status: AccountStatus.DISABLED, disabledAt: ctx.now() });
  const ended = await endAccess(tx, ctx, accountId, "EVERYBODY");
  await enqueue(tx, "accounts.accessEnded", { accountId });
  await audit(tx, ctx, "account.disable", ["account", accountId], { reason, before: { ...ended } });
  await tellOfChange(tx, ctx, accountId, say("changeSubject.disabled"), say("changeText.disabled"));
}
