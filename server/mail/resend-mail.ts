import { isEmail } from "class-validator";
import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { DomainError, ErrorCode, notFound } from "../core/errors.ts";
import { isId } from "../core/ids.ts";
import { forChange } from "../core/locks.ts";
import { assertMay, staff } from "../core/policy.ts";
import { Mail, MailAttachment } from "./mail.entity.ts";
import { mailById } from "./mail.queries.ts";
import { secretKinds } from "./mail-secrets.ts";
import { queueMails } from "./queue-mail.ts";

/**
 * Sends a mail again as a new one, with the same text and files. The first stays as it was.
 * @param toAddress where to; null: to the same address
 * @returns the new mail
 * @throws NOT_FOUND; BAD_INPUT; FORBIDDEN for one that carries a code or a link of somebody's
 */
export async function resendMail(ctx: Context, id: string, toAddress: string | null): Promise<Mail> {
  assertMay(ctx, staff, null);
  const address = toAddress?.trim().toLowerCase();
  if (address !== undefined && !isEmail(address))
    throw new DomainError(ErrorCode.BAD_INPUT, "mail.giveAddress", { field: "toAddress" });
  return inTransaction(ctx, async (tx) => {
    // The lock keeps two clicks apart, so that each gets a number of its own.
    const mail =
      isId(id) && (await mailById(ctx, id)) ? await tx.findOne(Mail, { where: { id }, lock: forChange }) : null;
    if (!mail) throw notFound("mail");
    if (secretKinds.includes(mail.kind)) throw new DomainError(ErrorCode.FORBIDDEN, "mail.hasSecret");
    const attachments = await tx.findBy(MailAttachment, { mailId: id });
    const [{ made }] = await tx.query(
      "SELECT count(*)::int AS made FROM mail WHERE dedupe_key LIKE 'resend:' || $1 || ':%'",
      [id],
    );
    const dedupeKey = `resend:${id}:${made + 1}`;
    const { kind, toName, recipientAccountId, subjectId, amongStaff, language, subject, text } = mail;
    await queueMails(tx, ctx, [
      {
        kind,
        dedupeKey,
        toAddress: address ?? mail.toAddress,
        toName,
        recipientAccountId,
        subjectId,
        amongStaff,
        language,
        subject,
        text,
        attachments: attachments.map(({ fileName, fileId }) => ({ fileName, fileId })),
      },
    ]);
    const again = await tx.findOneByOrFail(Mail, { dedupeKey });
    await audit(tx, ctx, "mail.resend", ["mail", id], { after: { toAddress: again.toAddress, mailId: again.id } });
    return again;
  });
}
