import type { EntityManager } from "typeorm";
import { verifiedAddresses } from "../accounts/verified-addresses.ts";
import type { Context } from "../core/context.ts";
import { groupedCode } from "../core/crockford.ts";
import { say } from "../core/messages/message.ts";
import { type Recipient, writeLetter } from "../mail/letter.ts";
import { MailKind } from "../mail/mail.entity.ts";
import type { Certificate } from "./certificate.entity.ts";

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
  const earned = { credits, unit: creditUnit, title };
  await writeLetter(
    tx,
    ctx,
    {
      kind: MailKind.CERTIFICATE,
      cause: `certificate:${certificate.id}`,
      occasion,
      subjectId: certificate.id,
      subject: say("mail.certificateSubject", { title }),
      paragraphs: [
        transcriptFileId ? say("mail.certificateAndTranscript", earned) : say("mail.certificate", earned),
        ...(replaced ? [say("mail.certificateCorrects", { replaced })] : []),
        ...(certificate.issueReason ? [say("mail.certificateBecause", { reason: certificate.issueReason })] : []),
        say("mail.certificateCheck", {
          number: certificate.number,
          code: groupedCode(verificationCode),
          url: verifyUrl(ctx, verificationCode),
        }),
        say("mail.certificateKeep"),
      ],
      attachments: [
        { fileName: certificateFileName(certificate), fileId: certificate.pdfFileId },
        ...(transcriptFileId ? [{ fileName: transcriptFileName(certificate), fileId: transcriptFileId }] : []),
      ],
    },
    [{ ...recipient, name: recipientName }],
  );
}

/** Tells who has claimed of a conference that certificates, which waited for its documents, can be generated: once each. */
export const tellClaimable = (
  tx: EntityManager,
  ctx: Context,
  { id, title, claimsUntil }: { id: string; title: string; claimsUntil: string | null },
  recipients: readonly Recipient[],
): Promise<void> =>
  writeLetter(
    tx,
    ctx,
    {
      kind: MailKind.CERTIFICATES_RELEASED,
      cause: `claimable:${id}`,
      subjectId: id,
      subject: say("releaseMail.claimableSubject", { title }),
      paragraphs: [
        say("releaseMail.claimable", { title, link: `${ctx.config.publicUrl}/conferences/${id}` }),
        ...(claimsUntil === null ? [] : [say("releaseMail.claimableUntil", { until: claimsUntil })]),
      ],
    },
    recipients,
  );

/** Tells a member at the primary address that a certificate does not hold any more, and why. */
export async function tellOfRevocation(
  tx: EntityManager,
  ctx: Context,
  certificate: Pick<Certificate, "id" | "number" | "recipientName" | "title" | "credits" | "creditUnit">,
  accountId: string | null,
  reason: string,
): Promise<void> {
  const [address] = accountId ? await verifiedAddresses(tx, accountId) : [];
  if (!address) return;
  const { id, number, recipientName, title, credits, creditUnit } = certificate;
  await writeLetter(
    tx,
    ctx,
    {
      kind: MailKind.CERTIFICATE,
      cause: `certificate:${id}`,
      occasion: "withdrawn",
      subjectId: id,
      subject: say("mail.revokedSubject", { number, title }),
      paragraphs: [
        say("mail.revoked", { number, title, credits, unit: creditUnit }),
        say("mail.reason", { reason }),
        say("mail.revokedNext"),
      ],
    },
    [{ address, name: recipientName, accountId }],
  );
}
