import type { EntityManager } from "typeorm";
import type { Context } from "../core/context.ts";
import { type Message, say } from "../core/messages/message.ts";
import { type Language, sentence } from "../core/messages/sentence.ts";
import { letter } from "../mail/letter.ts";
import type { MailKind } from "../mail/mail.entity.ts";
import { queueMail } from "../mail/queue-mail.ts";
import { languageOfAccount } from "./language-of-account.ts";

interface AccountMail {
  kind: MailKind;
  /** What caused it: the same cause makes one mail to an address. */
  cause: string;
  toAddress: string;
  accountId: string | null;
  subject: Message;
  /** Its paragraphs. */
  text: Message[];
  /** Where no account says it; by default the language of whoever causes the mail. */
  language?: Language;
}

/** Writes a mail about an account itself, in its language. Those have no attachment and are signed with where the server is. */
export async function mailAccount(tx: EntityManager, ctx: Context, mail: AccountMail): Promise<void> {
  const language = await languageOfAccount(tx, mail.accountId, mail.language ?? ctx.request.language);
  const sign = say("mail.sign", { url: ctx.config.publicUrl });
  await queueMail(tx, ctx, {
    kind: mail.kind,
    dedupeKey: `${mail.cause}:${mail.toAddress}`,
    toAddress: mail.toAddress,
    toName: "",
    recipientAccountId: mail.accountId,
    subjectId: mail.accountId,
    subject: sentence(mail.subject, language),
    text: letter([...mail.text, sign], language),
    attachments: [],
  });
}
