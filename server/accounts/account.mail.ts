import type { EntityManager } from "typeorm";
import type { Context } from "../core/context.ts";
import type { MailKind } from "../mail/mail.entity.ts";
import { queueMail } from "../mail/queue-mail.ts";
import { codeMinutes } from "./mailed-code.ts";

interface AccountMail {
  kind: MailKind;
  /** What caused it: the same cause makes one mail to an address. */
  cause: string;
  toAddress: string;
  accountId: string | null;
  subject: string;
  lines: string[];
}

/** Writes a mail about an account itself. Those have no attachment and are signed with where the server is. */
export const mailAccount = (tx: EntityManager, ctx: Context, mail: AccountMail): Promise<void> =>
  queueMail(tx, ctx, {
    kind: mail.kind,
    dedupeKey: `${mail.cause}:${mail.toAddress}`,
    toAddress: mail.toAddress,
    toName: "",
    recipientAccountId: mail.accountId,
    subjectId: mail.accountId,
    subject: mail.subject,
    text: [...mail.lines, "", `Accrue, ${ctx.config.publicUrl}`, ""].join("\n"),
    attachments: [],
  });

export const signUpCodeLines = (code: string): string[] => [
  "Welcome to Accrue.",
  "",
  `Your code: ${code}`,
  "",
  `Type it into the page on which you registered. It is good for ${codeMinutes} minutes and works only in that browser.`,
  "If you did not register, do nothing: nobody gets in without the code.",
];

export const signUpKnownLines = (ctx: Context): string[] => [
  "Somebody, perhaps you, tried to register with this e-mail address. You have an account already, and it was not changed.",
  "",
  `Sign in at ${ctx.config.publicUrl} or, where you don't know the password any more, ask there for a new one.`,
];

export const emailCodeLines = (code: string): string[] => [
  "Somebody, perhaps you, added this e-mail address to an account.",
  "",
  `Your code: ${code}`,
  "",
  `Type it in where you added the address. It is good for ${codeMinutes} minutes.`,
  "If you did not do this, do nothing: without the code the address is not added.",
];

export const emailKnownLines = (ctx: Context): string[] => [
  "Somebody, perhaps you, tried to add this e-mail address to another account. It belongs to your account, and nothing was changed.",
  "",
  `If both accounts are yours, ask the staff behind ${ctx.config.publicUrl} to merge them.`,
];

/** The token stands behind the #, so that it is neither sent to a server nor logged when the link is opened. */
export const passwordResetLines = (ctx: Context, token: string, minutes: number): string[] => [
  "Somebody, perhaps you, asked for a new password for your account.",
  "",
  `Choose it here within ${minutes} minutes: ${ctx.config.publicUrl}/#/reset-password?token=${token}`,
  "",
  "If you did not ask, do nothing: your password stays as it is.",
];
