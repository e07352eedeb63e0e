import type { EntityManager } from "typeorm";
import { type Context, inTransaction } from "../core/context.ts";
import { heldSince } from "../core/hold.ts";
import { defineJob } from "../core/jobs.ts";
import { forChange } from "../core/locks.ts";
import { say } from "../core/messages/message.ts";
import { sentence } from "../core/messages/sentence.ts";
import { htmlOfLetter } from "./html-of-letter.ts";
import { Mail } from "./mail.entity.ts";
import { MailStatus } from "./mail.status.ts";
import { hasLocalMailbox, hasRunOut, openSecrets, secretKinds } from "./mail-secrets.ts";
import { MailRefused, type OutgoingMail, sendBySendGrid } from "./sendgrid.ts";

/** After so many failures a mail stays FAILED until somebody sends it again: about a day of retries. */
const maximumAttempts = 12;

/**
 * Sends one mail and marks it sent, holding its row: two workers never send it both. Where a process dies after SendGrid took
 * the mail and before the mark is committed, SendGrid gets it again with the same `mail_id`.
 */
export const sendMailJob = defineJob("mail.send", async (ctx: Context, { mailId }) => {
  const failure = await inTransaction(ctx, async (tx): Promise<Error | null> => {
    const mail = await tx.findOne(Mail, { where: { id: mailId }, lock: forChange });
    if (mail?.status !== MailStatus.QUEUED) return null;
    // It stays queued. Whoever ends the hold leaves a job for each.
    if (await heldSince({ ...ctx, db: tx })) return null;
    try {
      const { sendgridApiKey } = ctx.config;
      if (!mail.sealed && secretKinds.includes(mail.kind) && hasRunOut(ctx, mail))
        throw new MailRefused(sentence(say("mail.secretRunOut"), mail.language));
      const text = openSecrets(ctx.config, mail);
      const providerMessageId = sendgridApiKey
        ? await sendBySendGrid(ctx.config, sendgridApiKey, {
            ...mail,
            text,
            html: await asHtml(tx, ctx, { ...mail, text }),
            attachments: await tx.query<OutgoingMail["attachments"]>(
              `SELECT a.file_name AS "fileName", f.media_type AS "mediaType", f.content
               FROM mail_attachment a JOIN stored_file f ON f.id = a.file_id WHERE a.mail_id = $1 ORDER BY a.file_name`,
              [mailId],
            ),
          })
        : null;
      await tx.update(Mail, mailId, {
        status: MailStatus.SENT,
        sentAt: ctx.now(),
        attempts: mail.attempts + 1,
        providerMessageId,
        lastError: null,
        sealed: null,
        // Nobody else delivers it.
        ...(hasLocalMailbox(ctx.config) && { text }),
      });
      return null;
    } catch (error) {
      const attempts = mail.attempts + 1;
      const final = error instanceof MailRefused || attempts >= maximumAttempts;
      await tx.update(Mail, mailId, {
        status: final ? MailStatus.FAILED : MailStatus.QUEUED,
        attempts,
        lastError: (error as Error).message,
        ...(final && { sealed: null }),
      });
      return final ? null : (error as Error);
    }
  });
  // Thrown after the commit, so that the job is tried again and the failure is on record.
  if (failure) throw failure;
});

/** The accreditor's name is in a table of a later folder. */
async function asHtml(tx: EntityManager, ctx: Context, mail: Mail): Promise<string> {
  const [{ accreditor }] = await tx.query("SELECT accreditor_name AS accreditor FROM accreditor_settings");
  return htmlOfLetter(mail, accreditor, ctx.config.publicUrl);
}
