import type { EntityManager } from "typeorm";
import type { Context } from "../core/context.ts";
import { type HelpAddresses, helpFor } from "../core/help.ts";
import { type Message, say } from "../core/messages/message.ts";
import { type Language, sentence } from "../core/messages/sentence.ts";
import type { MailKind } from "./mail.entity.ts";
import { helpPurposeOf } from "./mail-choices.ts";
import { signatureLines } from "./mail-look.ts";
import { type MailSecret, sealSecrets } from "./mail-secrets.ts";
import { type NewMail, queueMails } from "./queue-mail.ts";

/** What a mail says, whoever gets it. */
export interface Letter {
  kind: MailKind;
  /** What caused it, such as `certificate:ID`: one cause makes one mail to an address. */
  cause: string;
  /** Tells two mails of one cause to one address apart. */
  occasion?: string;
  /** What it is about, such as the ID of a certificate. */
  subjectId: string | null;
  /** Whether staff tell each other of a program by it, the subject: those of them who act for its provider don't see it. */
  amongStaff?: boolean;
  subject: Message;
  /** What stands between greeting and signature. */
  paragraphs: readonly Message[];
  attachments?: NewMail["attachments"];
  /** What stands in its paragraphs and is for the recipient alone. */
  secrets?: readonly MailSecret[];
}

export interface Recipient {
  address: string;
  /** Greeted by it; left out where it is not known. */
  name?: string;
  accountId: string | null;
  /** What they read, where no account says it. */
  language?: Language;
  /** Stands before the signature, for this recipient alone. */
  closing?: Message;
}

interface Frame {
  accreditor: string;
  signOff: string;
  footer: string;
  help: HelpAddresses;
  /** What the accreditor's people read where nothing else is known. */
  language: Language;
  /** By account, where its owner has chosen one. */
  chosen: Record<string, Language>;
}

/**
 * Writes a letter to each of its recipients, in the transaction of its cause and in the language of each: greeting, paragraphs, and who
 * sends it. Every mail there is comes from here.
 */
export async function writeLetter(
  tx: EntityManager,
  ctx: Context,
  letter: Letter,
  recipients: readonly Recipient[],
): Promise<void> {
  if (recipients.length === 0) return;
  const frame = await readFrame(tx, recipients);
  const { kind, cause, occasion, subjectId, amongStaff = false, attachments = [], secrets = [] } = letter;
  await queueMails(
    tx,
    ctx,
    recipients.map(({ address, name = "", accountId, language: given, closing }) => {
      const language = (accountId && frame.chosen[accountId]) || given || frame.language;
      const greeting = name ? say("mail.dear", { name }) : say("mail.hello");
      const dedupeKey = [cause, address, occasion].filter((part) => part !== undefined).join(":");
      const text = framed(ctx, frame, kind, [greeting, ...letter.paragraphs, ...(closing ? [closing] : [])], language);
      return {
        kind,
        dedupeKey,
        toAddress: address,
        toName: name,
        recipientAccountId: accountId,
        subjectId,
        amongStaff,
        language,
        subject: sentence(letter.subject, language),
        ...sealSecrets(ctx.config, text, secrets, language, dedupeKey),
        attachments,
      };
    }),
  );
}

/** How a mail ends: who sends it, whom to ask, and the accreditor's own words around it. */
export function signatureOf(
  ctx: Context,
  { accreditor, signOff, footer, help }: Pick<Frame, "accreditor" | "signOff" | "footer" | "help">,
  kind: MailKind,
  language: Language,
): string {
  const signature = sentence(say("mail.signature", { accreditor, url: ctx.config.publicUrl }), language);
  const address = helpFor(help, helpPurposeOf(kind));
  const ask = address ? sentence(say("help.ask", { address }), language) : "";
  return signatureLines(signOff, signature, ask, footer);
}

function framed(
  ctx: Context,
  frame: Frame,
  kind: MailKind,
  paragraphs: readonly Message[],
  language: Language,
): string {
  const parts = [...paragraphs.map((each) => sentence(each, language)), signatureOf(ctx, frame, kind, language)];
  return `${parts.join("\n\n")}\n`;
}

/** What a letter to nobody in particular says, for who is to look at it before. */
export async function textOfLetter(
  ctx: Context,
  kind: MailKind,
  paragraphs: readonly Message[],
  language: Language,
): Promise<string> {
  return framed(ctx, await readFrame(ctx.db.manager, []), kind, [say("mail.hello"), ...paragraphs], language);
}

/** Who signs, and who reads what. Both stand in tables of later folders. */
async function readFrame(tx: EntityManager, recipients: readonly Recipient[]): Promise<Frame> {
  const accountIds = recipients.flatMap(({ accountId }) => accountId ?? []);
  const [frame] = await tx.query(
    `SELECT accreditor_name AS accreditor, mail_sign_off AS "signOff", mail_footer AS footer, language,
       json_build_object('helpAddress', help_address, 'reportingHelpAddress', reporting_help_address) AS help,
       (SELECT coalesce(json_object_agg(id, language), '{}') FROM account WHERE id = ANY($1::uuid[])) AS chosen
     FROM accreditor_settings`,
    [accountIds],
  );
  return frame;
}
