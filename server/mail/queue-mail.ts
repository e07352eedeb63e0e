import type { EntityManager } from "typeorm";
import type { Context } from "../core/context.ts";
import { enqueue, Urgency } from "../core/jobs.ts";
import { Mail, MailAttachment, MailKind } from "./mail.entity.ts";

declare module "../core/jobs.ts" {
  interface Jobs {
    "mail.send": { mailId: string };
  }
}

export interface NewMail {
  kind: MailKind;
  /** Cause and recipient, such as `certificate:ID:ADDRESS`. The same again makes no second mail. */
  dedupeKey: string;
  toAddress: string;
  toName: string;
  recipientAccountId: string | null;
  subjectId: string | null;
  subject: string;
  text: string;
  attachments: { fileName: string; fileId: string }[];
}

/** Somebody sits before a screen until these come. */
const awaited: ReadonlySet<MailKind> = new Set([MailKind.SIGN_UP, MailKind.EMAIL_CODE, MailKind.PASSWORD_RESET]);

/** One line, without the control characters that could forge a header. */
const oneLine = (text: string): string => text.replace(/[\p{Cc}\u2028\u2029]+/gu, " ").trim();

/** Writes a mail in the transaction of its cause; a job sends it once that is committed. */
export async function queueMail(tx: EntityManager, ctx: Context, mail: NewMail): Promise<void> {
  const { attachments, ...columns } = mail;
  const inserted = await tx
    .createQueryBuilder()
    .insert()
    .into(Mail)
    .values({ ...columns, subject: oneLine(mail.subject), toName: oneLine(mail.toName), createdAt: ctx.now() })
    .orIgnore()
    .returning("id")
    .execute();
  const id: string | undefined = inserted.raw[0]?.id;
  if (!id) return; // This cause already has its mail.
  if (attachments.length > 0)
    await tx.insert(
      MailAttachment,
      attachments.map((attachment) => ({ mailId: id, ...attachment })),
    );
  await enqueue(tx, "mail.send", { mailId: id }, awaited.has(mail.kind) ? Urgency.AWAITED : Urgency.USUAL);
}
