import type { EntityManager } from "typeorm";
import type { Context } from "../core/context.ts";
import type { Message } from "../core/messages/message.ts";
import type { Language } from "../core/messages/sentence.ts";
import { writeLetter } from "../mail/letter.ts";
import type { MailKind } from "../mail/mail.entity.ts";
import type { MailSecret } from "../mail/mail-secrets.ts";

interface AccountMail {
  kind: MailKind;
  /** What caused it: the same cause makes one mail to an address. */
  cause: string;
  toAddress: string;
  /** Of whom it is known. */
  toName?: string;
  accountId: string | null;
  subject: Message;
  /** What of it is for the recipient alone. */
  secrets?: readonly MailSecret[];
  /** Its paragraphs. */
  text: Message[];
  /** Where no account says it; by default the language of whoever causes the mail. */
  language?: Language;
}

/** Writes a mail about an account itself. */
export function mailAccount(tx: EntityManager, ctx: Context, mail: AccountMail): Promise<void> {
  const { kind, cause, toAddress: address, toName: name, accountId, subject, text: paragraphs, secrets } = mail;
  const letter = { kind, cause, subjectId: accountId, subject, paragraphs, ...(secrets && { secrets }) };
  return writeLetter(tx, ctx, letter, [{ address, name, accountId, language: mail.language ?? ctx.request.language }]);
}
