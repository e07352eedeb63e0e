import { DateTime } from "luxon";
import type { EntityManager } from "typeorm";
import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { DomainError, ErrorCode } from "../core/errors.ts";
import { requiredReason } from "../core/input-rules.ts";
import { say } from "../core/messages/message.ts";
import { administrator, assertMay } from "../core/policy.ts";
import { everyStaffRole, type StaffRole } from "../core/staff-roles.ts";
import { MailKind } from "../mail/mail.entity.ts";
import { createToken, hashToken } from "./access-token.ts";
import { mailAccount } from "./account.mail.ts";
import { createAccount } from "./create-account.ts";
import { readEmailAddress } from "./email-rules.ts";
import { limitMailTo } from "./limit-mail-to.ts";
import { PasswordReset } from "./password-reset.entity.ts";
import { giveStaffRoles } from "./set-staff-roles.ts";
import { accountOfAddress } from "./verified-addresses.ts";

/** How long the link of an invitation is good. After that a new password is asked for like any other. */
const invitationDays = 7;

/**
 * Makes somebody staff: the account that has the address, or a new one, whose password is set by a mailed link. Who has not come yet gets
 * a new link.
 * @returns the account's ID
 * @throws BAD_INPUT, also without a role; REASON_REQUIRED; TOO_MANY_REQUESTS; NOT_FOUND where the account has ended; LAST_ADMINISTRATOR
 */
export async function inviteStaff(
  ctx: Context,
  email: string,
  roles: readonly StaffRole[],
  reason: string,
): Promise<string> {
  assertMay(ctx, administrator, null);
  const why = requiredReason(reason);
  const address = readEmailAddress(email);
  if (roles.length === 0) throw new DomainError(ErrorCode.BAD_INPUT, "accounts.sayRole", { field: "roles" });
  await limitMailTo(ctx, address);
  return inTransaction(ctx, async (tx) => {
    const known = await accountOfAddress(tx, address);
    if (known) {
      await giveStaffRoles(tx, ctx, known, roles, why);
      if (await hasCome(tx, known)) return known;
    }
    const staffRoles = everyStaffRole.filter((role) => roles.includes(role));
    const accountId = known ?? (await createAccount(tx, ctx, { emailAddresses: [address], staffRoles }));
    await audit(tx, ctx, "account.invite-staff", ["account", accountId], {
      reason: why,
      after: { address, staffRoles },
    });
    await mailInvitation(tx, ctx, accountId, address);
    return accountId;
  });
}

/** Whether somebody who was asked to be staff has opened the link, or was here before. */
async function hasCome(tx: EntityManager, accountId: string): Promise<boolean> {
  const [{ come }] = await tx.query(
    `SELECT a.password_hash IS NOT NULL OR NOT EXISTS (
       SELECT FROM audit_entry e WHERE e.subject_type = 'account' AND e.subject_id = a.id AND e.action = 'account.invite-staff') AS come
     FROM account a WHERE a.id = $1`,
    [accountId],
  );
  return come;
}

async function mailInvitation(tx: EntityManager, ctx: Context, accountId: string, address: string): Promise<void> {
  const token = createToken();
  const createdAt = ctx.now();
  const expiresAt = DateTime.fromJSDate(createdAt).plus({ days: invitationDays }).toJSDate();
  await tx.insert(PasswordReset, { address, accountId, tokenHash: hashToken(token), createdAt, expiresAt });
  const link = `${ctx.config.publicUrl}/#/reset-password?token=${token}`;
  await mailAccount(tx, ctx, {
    kind: MailKind.INVITATION,
    secrets: [{ value: link, what: "link" }],
    cause: `staff-invitation:${accountId}:${createdAt.toISOString()}`,
    toAddress: address,
    accountId,
    subject: say("mail.staffInvitationSubject"),
    text: [
      say("mail.staffInvitation", { by: ctx.viewer.email }),
      say("mail.staffInvitationLink", {
        days: invitationDays,
        link,
      }),
      say("mail.invitationNotKnown"),
    ],
  });
}
