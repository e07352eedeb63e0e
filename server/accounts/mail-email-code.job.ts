import { type Context, inTransaction } from "../core/context.ts";
import { defineJob } from "../core/jobs.ts";
import { forChange } from "../core/locks.ts";
import { say } from "../core/messages/message.ts";
import { MailKind } from "../mail/mail.entity.ts";
import { EmailAddress } from "./account.entity.ts";
import { mailAccount } from "./account.mail.ts";
import { EmailCode } from "./email-code.entity.ts";
import { codeMinutes, createMailedCode } from "./mailed-code.ts";
import { hashPassword } from "./password.ts";
import { accountOfAddress } from "./verified-addresses.ts";

/** Mails the code for a new address or, where it is another account's, that somebody tried. */
export const mailEmailCodeJob = defineJob("accounts.mailEmailCode", (ctx: Context, { emailAddressId }) =>
  inTransaction(ctx, async (tx) => {
    const waiting = await tx.findOne(EmailCode, { where: { emailAddressId }, lock: forChange });
    if (!waiting || waiting.codeHash !== null) return;
    const { address: toAddress, accountId } = await tx.findOneByOrFail(EmailAddress, { id: emailAddressId });
    const kind = MailKind.EMAIL_CODE;
    const cause = `email-code:${emailAddressId}:${waiting.expiresAt.toISOString()}`;
    const holder = await accountOfAddress(tx, toAddress);
    if (holder && holder !== accountId)
      return mailAccount(tx, ctx, {
        kind,
        cause,
        toAddress,
        accountId: holder,
        subject: say("mail.addressKnownSubject"),
        text: [say("mail.addressKnown"), say("mail.addressKnownUse", { url: ctx.config.publicUrl })],
      });
    const code = createMailedCode();
    await tx.update(EmailCode, emailAddressId, { codeHash: await hashPassword(code) });
    await mailAccount(tx, ctx, {
      kind,
      cause,
      toAddress,
      accountId,
      secrets: [{ value: code, what: "code" }],
      subject: say("mail.codeSubject"),
      text: [
        say("mail.addressAdded"),
        say("mail.code", { code }),
        say("mail.addressCodeUse", { minutes: codeMinutes }),
      ],
    });
  }),
);
