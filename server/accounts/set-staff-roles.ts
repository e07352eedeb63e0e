import type { EntityManager } from "typeorm";
import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { notFound } from "../core/errors.ts";
import { isId } from "../core/ids.ts";
import { requiredReason } from "../core/input-rules.ts";
import { say } from "../core/messages/message.ts";
import { administrator, assertMay } from "../core/policy.ts";
import { everyStaffRole, StaffRole } from "../core/staff-roles.ts";
import { Account } from "./account.entity.ts";
import { AccountStatus } from "./account.status.ts";
import { endAccess } from "./end-access.ts";
import { lastAdministrator, lockBesideAdministrators } from "./lock-beside-administrators.ts";
import { SignInIdentity } from "./single-sign-on/single-sign-on.entity.ts";
import { tellOfChange } from "./tell-of-change.ts";

/**
 * Says what an account looks after as staff; nothing takes the staff's rights from it. Where something is taken its sign-ins and its keys
 * of the accreditor end, too.
 * @throws NOT_FOUND, also for an account that has ended; REASON_REQUIRED; LAST_ADMINISTRATOR
 */
export async function setStaffRoles(
  ctx: Context,
  accountId: string,
  roles: readonly StaffRole[],
  reason: string,
): Promise<true> {
  assertMay(ctx, administrator, null);
  const why = requiredReason(reason);
  if (!isId(accountId)) throw notFound("account", "accountId");
  await inTransaction(ctx, (tx) => giveStaffRoles(tx, ctx, accountId, roles, why));
  return true;
}

/** @throws NOT_FOUND, LAST_ADMINISTRATOR */
export async function giveStaffRoles(
  tx: EntityManager,
  ctx: Context,
  accountId: string,
  roles: readonly StaffRole[],
  reason: string,
): Promise<void> {
  const [account, alone] = await lockBesideAdministrators(tx, accountId);
  const open: AccountStatus[] = [AccountStatus.ACTIVE, AccountStatus.DISABLED];
  if (!account || !open.includes(account.status)) throw notFound("account", "accountId");
  const before = everyStaffRole.filter((role) => account.staffRoles.includes(role));
  const after = everyStaffRole.filter((role) => roles.includes(role));
  if (String(before) === String(after)) return;
  if (alone && !after.includes(StaffRole.ADMINISTRATOR)) throw lastAdministrator();
  await tx.update(Account, accountId, { staffRoles: after });
  const taken = before.some((role) => !after.includes(role));
  const ended = taken ? await endAccess(tx, ctx, accountId, "ACCREDITOR") : null;
  // Whoever rules the provider of single sign-on would rule the accreditor, too: staff link by their own hand.
  const unlinked = before.length === 0 ? ((await tx.delete(SignInIdentity, { accountId })).affected ?? 0) : 0;
  await audit(tx, ctx, "account.set-staff-roles", ["account", accountId], {
    reason,
    before: { staffRoles: before, ...ended },
    after: { staffRoles: after, ...(unlinked > 0 && { unlinked }) },
  });
  await tellOfChange(
    tx,
    ctx,
    accountId,
    say("changeSubject.staffRoles"),
    say(after.length > 0 ? "changeText.staffRoles" : "changeText.noStaffRoles"),
  );
}
