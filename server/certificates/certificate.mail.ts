import type { EntityManager } from "typeorm";
import type { Context } from "../core/context.ts";
import { MailKind } from "../mail/mail.entity.ts";
import { queueMail } from "../mail/queue-mail.ts";
import type { Certificate } from "./certificate.entity.ts";
import { groupedCode } from "./verification-code.ts";

export interface CertificateRecipient {
  accountId: string;
  address: string;
}

export const verifyUrl = (ctx: Context, code: string): string => `${ctx.config.publicUrl}/verify/${groupedCode(code)}`;

export const certificateFileName = (certificate: Pick<Certificate, "number">): string =>
  `certificate-${certificate.number}.pdf`;

export const transcriptFileName = ({ number }: { number: string }): string => `transcript-${number}.pdf`;

/**
 * Writes the mail that brings a certificate, and the transcript that goes with a conference certificate, to one address.
 * @param occasion tells the first mail from one that was asked for later: the same occasion makes one mail
 * @param replaced number of the certificate that does not hold any more because of this one
 */
export async function mailCertificate(
  tx: EntityManager,
  ctx: Context,
  certificate: Certificate,
  recipient: CertificateRecipient,
  occasion: string,
  replaced?: string,
): Promise<void> {
  const { recipientName, title, credits, creditUnit, verificationCode, transcriptFileId } = certificate;
  const what = transcriptFileId ? "certificate and your transcript are" : "certificate is";
  await queueMail(tx, ctx, {
    kind: MailKind.CERTIFICATE,
    dedupeKey: `certificate:${certificate.id}:${recipient.address}:${occasion}`,
    toAddress: recipient.address,
    toName: recipientName,
    recipientAccountId: recipient.accountId,
    subjectId: certificate.id,
    subject: `Your certificate: ${title}`,
    text: [
      `Dear ${recipientName},`,
      "",
      `you earned ${credits} ${creditUnit} for "${title}". Your ${what} attached to this mail.`,
      ...(replaced ? [`It corrects certificate ${replaced}, which does not hold any more.`] : []),
      "",
      `Certificate number: ${certificate.number}`,
      `Verification code: ${groupedCode(verificationCode)}`,
      `Anyone you give the code to can check the certificate at ${verifyUrl(ctx, verificationCode)}`,
      "",
      "Keep this mail with your records.",
      "",
    ].join("\n"),
    attachments: [
      { fileName: certificateFileName(certificate), fileId: certificate.pdfFileId },
      ...(transcriptFileId ? [{ fileName: transcriptFileName(certificate), fileId: transcriptFileId }] : []),
    ],
  });
}

/** Writes the mail that tells a member that a certificate does not hold any more, and why. */
export async function mailWithdrawal(
  tx: EntityManager,
  ctx: Context,
  certificate: Pick<Certificate, "id" | "number" | "recipientName" | "title" | "credits" | "creditUnit">,
  recipient: CertificateRecipient,
  reason: string,
): Promise<void> {
  const { id, number, recipientName, title, credits, creditUnit } = certificate;
  await queueMail(tx, ctx, {
    kind: MailKind.CERTIFICATE,
    dedupeKey: `certificate:${id}:${recipient.address}:withdrawn`,
    toAddress: recipient.address,
    toName: recipientName,
    recipientAccountId: recipient.accountId,
    subjectId: id,
    subject: `Your certificate ${number} was revoked: ${title}`,
    text: [
      `Dear ${recipientName},`,
      "",
      `your certificate ${number} for "${title}" (${credits} ${creditUnit}) does not hold any more, and its credits do not count. The reason given:`,
      "",
      reason,
      "",
      "If you attended, you need do nothing now: a new certificate comes once your attendance is reported again. If you think that",
      "this is a mistake, ask the provider of the activity.",
      "",
    ].join("\n"),
    attachments: [],
  });
}
