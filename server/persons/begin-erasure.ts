import type { EntityManager } from "typeorm";
import { mailAccount } from "../accounts/account.mail.ts";
import { AccountStatus, accountMoves } from "../accounts/account.status.ts";
import { endAccess } from "../accounts/end-access.ts";
import { lastAdministrator, lockBesideAdministrators } from "../accounts/lock-beside-administrators.ts";
import { verifiedAddresses } from "../accounts/verified-addresses.ts";
import { audit } from "../core/audit.ts";
import type { Context } from "../core/context.ts";
import { DomainError, ErrorCode } from "../core/errors.ts";
import { enqueue } from "../core/jobs.ts";
import { forChangeSql, forRemovalSql } from "../core/locks.ts";
import { say } from "../core/messages/message.ts";
import { MailKind } from "../mail/mail.entity.ts";
import { changePersons } from "../members/keep-persons.ts";
import { Erasure } from "./erasure.entity.ts";

declare module "../core/jobs.ts" {
  interface Jobs {
    /** Somebody is to be erased, and cannot sign in any more. */
    "persons.erase": { erasureId: string };
  }
}

/** Tables of what lets somebody in as an account: it ends with the account. */
export const endedWithAccount = [
  "access_token",
  "begun_single_sign_on",
  "passkey",
  "passkey_challenge",
  "password_reset",
  "recovery_code",
  "second_factor",
  "sign_in_challenge",
  "sign_in_identity",
] as const;

/** By which the mails that tell of an erasure are known: they go out before they are erased, too. */
export const erasureCause = (erasureId: string): string => `erasure:${erasureId}`;

/**
 * Ends what a person can do, at once, and leaves the erasing to a job. The caller has decided that it may be.
 * @param who at least one of both; the member is none that was merged into another
 * @throws LAST_OWNER where a provider would be left without an owner; ILLEGAL_TRANSITION for one who is erased or merged already;
 *   LAST_ADMINISTRATOR
 */
export async function beginErasure(
  tx: EntityManager,
  ctx: Context,
  who: { accountId: string | null; memberId: string | null },
  reason: string | null,
): Promise<void> {
  await changePersons(tx);
  const { accountId, memberId } = who;
  const [member] = await tx.query(
    `SELECT merged_into_id IS NOT NULL OR erased_at IS NOT NULL AS ended FROM member WHERE id = $1 ${forChangeSql}`,
    [memberId],
  );
  const [account, alone] = accountId ? await lockBesideAdministrators(tx, accountId) : [];
  const ended = account && !accountMoves[account.status].some((next) => next === AccountStatus.ERASED);
  if (member?.ended || (!member && ended)) throw new DomainError(ErrorCode.ILLEGAL_TRANSITION, "persons.gone");
  if (alone) throw lastAdministrator();
  const addresses = accountId ? await verifiedAddresses(tx, accountId) : [];
  if (accountId) await endAccount(tx, ctx, accountId);
  const { identifiers } = await tx.insert(Erasure, { accountId, memberId, requestedAt: ctx.now() });
  const erasureId: string = identifiers[0]?.id;
  await audit(tx, ctx, "person.request-erasure", memberId ? ["member", memberId] : ["account", accountId ?? ""], {
    reason,
  });
  for (const toAddress of addresses)
    await mailAccount(tx, ctx, {
      kind: MailKind.ERASURE,
      cause: erasureCause(erasureId),
      toAddress,
      accountId,
      subject: say("mail.erasureSubject"),
      text: [say("mail.erasure"), say("mail.erasureCertificates"), say("mail.erasureLast")],
    });
  await enqueue(tx, "persons.erase", { erasureId });
}

/** Nobody can sign in, and the providers go on without: their owners are locked, so that two of them don't leave at once. */
async function endAccount(tx: EntityManager, ctx: Context, accountId: string): Promise<void> {
  const owned: { name: string; heirId: string | null }[] = await tx.query(
    `WITH colleagues AS MATERIALIZED (
       SELECT provider_id, account_id, role FROM provider_account
       WHERE provider_id IN (SELECT provider_id FROM provider_account WHERE account_id = $1)
       ORDER BY provider_id, account_id ${forRemovalSql})
     SELECT p.name, (SELECT min(o.account_id::text) FROM colleagues o
       WHERE o.provider_id = c.provider_id AND o.role = 'OWNER' AND o.account_id <> $1) AS "heirId"
     FROM colleagues c JOIN provider p ON p.id = c.provider_id WHERE c.account_id = $1 ORDER BY p.number`,
    [accountId],
  );
  const orphan = owned.find(({ heirId }) => heirId === null);
  if (orphan) throw new DomainError(ErrorCode.LAST_OWNER, "persons.lastOwner", { providerName: orphan.name });
  // Keys too, those of providers as well: whoever made one may know it still.
  await endAccess(tx, ctx, accountId, "EVERYBODY");
  for (const table of [...endedWithAccount, "provider_account"])
    await tx.query(`DELETE FROM ${table} WHERE account_id = $1`, [accountId]);
  await tx.query(
    "UPDATE account SET status = 'ERASED', disabled_at = coalesce(disabled_at, $2), password_hash = NULL, staff_roles = '{}' WHERE id = $1",
    [accountId, ctx.now()],
  );
}
