import { DateTime } from "luxon";
import type { EntityManager } from "typeorm";
import { type Context, inTransaction } from "../core/context.ts";
import { DomainError, ErrorCode } from "../core/errors.ts";
import { heldSince } from "../core/hold.ts";
import { defineJob, enqueue, Urgency } from "../core/jobs.ts";
import { forChange } from "../core/locks.ts";
import { type Message, say } from "../core/messages/message.ts";
import { sentence } from "../core/messages/sentence.ts";
import { bytesOf, type KeptBytes, keptBytesSql } from "../core/storage/kept-bytes.ts";
import { htmlOfLetter } from "./html-of-letter.ts";
import { Mail, MailKind, MailOptOut, MailSuppression, SuppressionReason } from "./mail.entity.ts";
import { MailStatus } from "./mail.status.ts";
import { badgeIn, badgePicture } from "./mail-badge.ts";
import { optionalKinds } from "./mail-choices.ts";
import { logoContentId, readMailLook } from "./mail-look.ts";
import { awaited, hasLocalMailbox, hasRunOut, openSecrets, secretKinds } from "./mail-secrets.ts";
import { AnswerLost, MailBounced, MailRefused, type OutgoingMail } from "./outgoing-mail.ts";
import { sendBySendGrid } from "./sendgrid.ts";
import { sendBySmtp } from "./smtp.ts";
import { suppress } from "./suppression.ts";

/** After so many failures a mail stays FAILED until somebody sends it again: about a day of retries. */
const maximumAttempts = 12;

/**
 * Whoever takes mails and answers none would otherwise get each of them twelve times. Counted only where nobody tells what became of them.
 */
const maximumUnanswered = 5;

/** How long a try whose end is not known is left alone where SendGrid tells what became of mails. */
const doubtMinutes = 30;

/**
 * Sends one mail and marks it sent, holding its row: two workers never send it both. That a try has begun is on record before it begins.
 * Where its end is not known (a process died, an answer was lost) the mail may have gone out: SendGrid's events say so within
 * `doubtMinutes`, and only without a word it is sent again. Without events it is sent again at once, so that it may come twice, with the
 * same Message-ID; after `maximumUnanswered` it is for staff to say. See docs/decisions/0055.
 */
export const sendMailJob = defineJob("mail.send", async (ctx: Context, { mailId }) => {
  if (!(await begin(ctx, mailId))) return;
  const failure = await inTransaction(ctx, async (tx): Promise<Error | null> => {
    const mail = await tx.findOne(Mail, { where: { id: mailId }, lock: forChange });
    if (mail?.status !== MailStatus.QUEUED) return null;
    try {
      if (!mail.sealed && secretKinds.includes(mail.kind) && hasRunOut(ctx, mail))
        throw new MailRefused(sentence(say("mail.secretRunOut"), mail.language));
      const text = openSecrets(ctx.config, mail);
      const providerMessageId = await deliver(tx, ctx, { ...mail, text });
      await tx.update(Mail, mailId, {
        status: MailStatus.SENT,
        sentAt: ctx.now(),
        attempts: mail.attempts + 1,
        providerMessageId,
        lastError: null,
        begunAt: null,
        sealed: null,
        // Nobody else delivers it.
        ...(hasLocalMailbox(ctx.config) && { text }),
      });
      return null;
    } catch (error) {
      // What it brings could not be fetched: nobody was asked to take it, and it stays queued for as long as that lasts.
      if (error instanceof DomainError && error.code === ErrorCode.UNAVAILABLE) {
        await tx.update(Mail, mailId, { lastError: error.message, begunAt: null });
        return error;
      }
      const attempts = mail.attempts + 1;
      const isUnanswered = error instanceof AnswerLost;
      const unanswered = mail.unanswered + (isUnanswered ? 1 : 0);
      const isInDoubt = isUnanswered && !ctx.config.sendgridEventKey && unanswered >= maximumUnanswered;
      const final = error instanceof MailRefused || attempts >= maximumAttempts || isInDoubt;
      const bounced = error instanceof MailBounced;
      await tx.update(Mail, mailId, {
        status: final ? (bounced ? MailStatus.BOUNCED : MailStatus.FAILED) : MailStatus.QUEUED,
        ...(bounced && { settledAt: ctx.now() }),
        attempts,
        unanswered,
        lastError: isInDoubt
          ? sentence(say("mail.unanswered", { count: unanswered }), mail.language)
          : (error as Error).message,
        ...(!isUnanswered && { begunAt: null }),
        ...(final && { sealed: null }),
      });
      if (bounced && error.isOfAddress) await suppress(tx, mail, SuppressionReason.BOUNCED, ctx.now());
      return final ? null : (error as Error);
    }
  });
  // Thrown after the commit, so that the job is tried again and the failure is on record.
  if (failure) throw failure;
});

/** Puts on record that a try begins. Answers whether it may. */
function begin(ctx: Context, mailId: string): Promise<boolean> {
  return inTransaction(ctx, async (tx) => {
    const mail = await tx.findOne(Mail, { where: { id: mailId }, lock: forChange });
    if (mail?.status !== MailStatus.QUEUED) return false;
    // It stays queued. Whoever ends the hold leaves a job for each.
    if (await heldSince({ ...ctx, db: tx })) return false;
    // So is one whose announcement was stopped, until it is let go on.
    if (mail.kind === MailKind.ANNOUNCEMENT && (await isStopped(tx, mail))) return false;
    const isAwaited = awaited.has(mail.kind);
    const why = isAwaited ? null : await whyNot(tx, mail);
    if (why) {
      await tx.update(Mail, mailId, {
        status: MailStatus.SUPPRESSED,
        settledAt: ctx.now(),
        lastError: sentence(why, mail.language),
        sealed: null,
      });
      return false;
    }
    if (mail.begunAt && ctx.config.sendgridEventKey && !isAwaited) {
      const until = DateTime.fromJSDate(mail.begunAt).plus({ minutes: doubtMinutes }).toJSDate();
      if (ctx.now() < until) {
        await enqueue(tx, "mail.send", { mailId }, Urgency.BULK, until);
        return false;
      }
    }
    await tx.update(Mail, mailId, { begunAt: ctx.now() });
    return true;
  });
}

/** Why a mail is not to go out; null where it is. */
async function whyNot(tx: EntityManager, { kind, toAddress, recipientAccountId }: Mail): Promise<Message | null> {
  const suppression = await tx.findOneBy(MailSuppression, { address: toAddress });
  if (suppression) {
    const { reason, since } = suppression;
    return say("mail.suppressed", { reason, day: DateTime.fromJSDate(since, { zone: "utc" }).toISODate() ?? "" });
  }
  const mayBeUnwanted = recipientAccountId !== null && optionalKinds.includes(kind);
  const isUnwanted = mayBeUnwanted && (await tx.existsBy(MailOptOut, { accountId: recipientAccountId, kind }));
  return isUnwanted ? say("mail.notWanted") : null;
}

// Announcements are in tables of a later folder.

async function isStopped(tx: EntityManager, { subjectId }: Mail): Promise<boolean> {
  const [row] = await tx.query("SELECT FROM announcement WHERE id = $1 AND status = 'STOPPED'", [subjectId]);
  return row !== undefined;
}

async function unsubscribeUrlOf(tx: EntityManager, ctx: Context, mail: Mail): Promise<string | null> {
  if (mail.kind !== MailKind.ANNOUNCEMENT) return null;
  const [row] = await tx.query(
    "SELECT link FROM announcement_recipient WHERE announcement_id = $1 AND account_id = $2",
    [mail.subjectId, mail.recipientAccountId],
  );
  return row ? `${ctx.config.publicUrl}/unsubscribe/${row.link}` : null;
}

/** Hands it to whoever sends mail here. Answers with their ID for it; null where it stays in the local mailbox. */
async function deliver(tx: EntityManager, ctx: Context, mail: Mail): Promise<string | null> {
  const { sendgridApiKey, smtp } = ctx.config;
  if (!sendgridApiKey && !smtp) return null;
  const { look, logo } = await readMailLook(tx);
  const badge = badgeIn(mail);
  const outgoing: OutgoingMail = {
    ...mail,
    fromName: look.senderName,
    html: htmlOfLetter(mail, { ...look, logo: logo && `cid:${logoContentId}` }, ctx.config.publicUrl),
    pictures: [
      ...(logo ? [{ ...logo, contentId: logoContentId }] : []),
      ...(badge === null ? [] : [await badgePicture(badge)]),
    ],
    isAwaited: awaited.has(mail.kind),
    unsubscribeUrl: await unsubscribeUrlOf(tx, ctx, mail),
    attachments: await attachmentsOf(tx, ctx, mail),
  };
  if (sendgridApiKey) return sendBySendGrid(ctx.config, sendgridApiKey, outgoing);
  return smtp && sendBySmtp(ctx.config, smtp, outgoing);
}

async function attachmentsOf(tx: EntityManager, ctx: Context, { id }: Mail): Promise<OutgoingMail["attachments"]> {
  const rows: (KeptBytes & Omit<OutgoingMail["attachments"][number], "content">)[] = await tx.query(
    `SELECT a.file_name AS "fileName", f.media_type AS "mediaType", ${keptBytesSql("f")}
     FROM mail_attachment a JOIN stored_file f ON f.id = a.file_id WHERE a.mail_id = $1 ORDER BY a.file_name`,
    [id],
  );
  const attachments: OutgoingMail["attachments"] = [];
  for (const { fileName, mediaType, ...kept } of rows)
    attachments.push({ fileName, mediaType, content: await bytesOf(ctx, kept) });
  return attachments;
}
