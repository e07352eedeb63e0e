import { type Context, inTransaction } from "../core/context.ts";
import { defineJob } from "../core/jobs.ts";
import { forChange } from "../core/locks.ts";
import { say } from "../core/messages/message.ts";
import { MailKind } from "../mail/mail.entity.ts";
import { mailAccount } from "./account.mail.ts";
import { codeMinutes, createMailedCode } from "./mailed-code.ts";
import { hashPassword } from "./password.ts";
import { SignUp } from "./sign-up.entity.ts";
import { accountOfAddress } from "./verified-addresses.ts";

/** Mails the code for a registration or, to an address that has an account, that somebody tried. */
export const mailSignUpCodeJob = defineJob("accounts.mailSignUpCode", (ctx: Context, { signUpId }) =>
  inTransaction(ctx, async (tx) => {
    const signUp = await tx.findOne(SignUp, { where: { id: signUpId }, lock: forChange });
    if (!signUp || signUp.codeHash !== null) return;
    const { address: toAddress } = signUp;
    const accountId = await accountOfAddress(tx, toAddress);
    const mail = {
      kind: MailKind.SIGN_UP,
      cause: `sign-up:${signUpId}`,
      toAddress,
      accountId,
      language: signUp.language,
    };
    if (accountId)
      return mailAccount(tx, ctx, {
        ...mail,
        subject: say("mail.signUpKnownSubject"),
        text: [say("mail.signUpKnown"), say("mail.signUpKnownUse", { url: ctx.config.publicUrl })],
      });
    const code = createMailedCode();
    await tx.update(SignUp, signUpId, { codeHash: await hashPassword(code) });
    await mailAccount(tx, ctx, {
      ...mail,
      secrets: [{ value: code, what: "code" }],
      subject: say("mail.codeSubject"),
      text: [
        say("mail.signUpWelcome"),
        say("mail.code", { code }),
        say("mail.signUpCodeUse", { minutes: codeMinutes }),
      ],
    });
  }),
);
