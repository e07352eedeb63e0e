import type { EntityManager } from "typeorm";
import type { Context } from "../core/context.ts";
import { enqueueAll, Urgency } from "../core/jobs.ts";
import { say } from "../core/messages/message.ts";
import { sentence } from "../core/messages/sentence.ts";
import { Mail, MailAttachment, MailKind } from "./mail.entity.ts";
import { awaited } from "./mail-secrets.ts";

declare module "../core/jobs.ts" {
  interface Jobs {
    "mail.send": { mailId: string };
  }
}

export interface NewMail
  extends Pick<
      Mail,
      | "kind"
      | "dedupeKey"
      | "toAddress"
      | "toName"
      | "recipientAccountId"
      | "subjectId"
      | "language"
      | "subject"
      | "text"
    >,
    Partial<Pick<Mail, "sealed" | "amongStaff">> {
  attachments: { fileName: string; fileId: string }[];
}

/** One line, without the control characters that could forge a header. */
const oneLine = (text: string): string => text.replace(/[\p{Cc}\u2028\u2029]+/gu, " ").trim();

const subjectOf = ({ config }: Context, { subject, language }: Pick<NewMail, "subject" | "language">): string =>
  oneLine(config.rehearsal ? sentence(say("mail.rehearsalSubject", { subject }), language) : subject);

/** Nobody waits for these, and there are thousands. */
const bulk: ReadonlySet<MailKind> = new Set([MailKind.ANNOUNCEMENT, MailKind.ATTENDEE_KIT]);

const urgencyOf = (mails: readonly NewMail[]): Urgency =>
  mails.every(({ kind }) => bulk.has(kind)) ? Urgency.BULK : Urgency.USUAL;

/** Writes mails in the transaction of their cause; a job sends each once that is committed. A cause that has its mail makes no second one. */
export async function queueMails(tx: EntityManager, ctx: Context, mails: readonly NewMail[]): Promise<void> {
  if (mails.length === 0) return;
  const inserted = await tx
    .createQueryBuilder()
    .insert()
    .into(Mail)
    .values(
      mails.map(({ attachments: _, ...columns }) => ({
        ...columns,
        subject: subjectOf(ctx, columns),
        toName: oneLine(columns.toName),
        createdAt: ctx.now(),
      })),
    )
    .orIgnore()
    .returning(["id", "dedupeKey"])
    .execute();
  const written: { id: string; dedupe_key: string }[] = inserted.raw;
  if (written.length === 0) return;
  const filesOf = new Map(mails.map(({ dedupeKey, attachments }) => [dedupeKey, attachments]));
  const files = written.flatMap(({ id, dedupe_key }) =>
    (filesOf.get(dedupe_key) ?? []).map((attachment) => ({ mailId: id, ...attachment })),
  );
  if (files.length > 0) await tx.insert(MailAttachment, files);
  await enqueueAll(
    tx,
    "mail.send",
    written.map(({ id }) => ({ mailId: id })),
    mails.some(({ kind }) => awaited.has(kind)) ? Urgency.AWAITED : urgencyOf(mails),
  );
}
