import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { defineJob } from "../core/jobs.ts";
import { forChange } from "../core/locks.ts";
import { say } from "../core/messages/message.ts";
import { MailKind } from "../mail/mail.entity.ts";
import { createToken, hashToken } from "./access-token.ts";
import { Account } from "./account.entity.ts";
import { mailAccount } from "./account.mail.ts";
import { AccountStatus } from "./account.status.ts";
import { PasswordReset } from "./password-reset.entity.ts";
import { resetMinutes } from "./request-password-reset.ts";
import { accountOfAddress } from "./verified-addresses.ts";

/**
 * Mails the link for a new password to an address that has an account. Those before it stay good until one is used:
 * else whoever knows the address could end the link that its owner is about to open, and mails don't come in their order.
 */
export const mailPasswordResetJob = defineJob("accounts.mailPasswordReset", (ctx: Context, { passwordResetId }) =>
  inTransaction(ctx, async (tx) => {
    const reset = await tx.findOne(PasswordReset, { where: { id: passwordResetId }, lock: forChange });
    if (!reset || reset.tokenHash !== null) return;
    const holder = await accountOfAddress(tx, reset.address);
    const account = holder && (await tx.findOneBy(Account, { id: holder, status: AccountStatus.ACTIVE }));
    if (!account) return;
    const { id: accountId } = account;
    const token = createToken();
    await tx.update(PasswordReset, reset.id, { accountId, tokenHash: hashToken(token) });
    await audit(tx, ctx, "account.mail-password-reset", ["account", accountId], {
      after: { address: reset.address },
    });
    // The token stands behind the #, so that it is neither sent to a server nor logged when the link is opened.
    const link = `${ctx.config.publicUrl}/#/reset-password?token=${token}`;
    await mailAccount(tx, ctx, {
      kind: MailKind.PASSWORD_RESET,
      cause: `password-reset:${reset.id}`,
      toAddress: reset.address,
      accountId,
      secrets: [{ value: link, what: "link" }],
      subject: say("mail.resetSubject"),
      text: [say("mail.resetAsked"), say("mail.resetLink", { minutes: resetMinutes, link }), say("mail.resetNotYou")],
    });
  }),
);
