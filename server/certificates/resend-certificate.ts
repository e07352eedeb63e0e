import { verifiedAddresses } from "../accounts/verified-addresses.ts";
import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { DomainError, ErrorCode, notFound } from "../core/errors.ts";
import { enqueue } from "../core/jobs.ts";
import { forChange } from "../core/locks.ts";
import { enforceLimit } from "../core/rate-limits.ts";
import { Certificate } from "./certificate.entity.ts";
import { resendByViewer } from "./certificate.limits.ts";
import { mailCertificate } from "./certificate.mail.ts";
import { canResendCertificate } from "./certificate.policy.ts";
import { type CertificateRow, findCertificate } from "./certificate.queries.ts";
import { CertificateStatus } from "./certificate.status.ts";

/** One press, or several in the same minute, send it once. */
const quietMs = 60_000;

/**
 * Mails a certificate again, to every verified address that the member has now.
 * @throws NOT_FOUND, CERTIFICATE_NOT_VALID, NO_EMAIL_ADDRESS, TOO_MANY_REQUESTS
 */
export async function resendCertificate(ctx: Context, id: string): Promise<CertificateRow> {
  const certificate = await findCertificate(ctx, id);
  if (!certificate) throw notFound("certificate");
  if (!canResendCertificate(ctx.viewer, certificate))
    throw new DomainError(ErrorCode.FORBIDDEN, "certificates.notYoursToResend");
  if (certificate.status !== CertificateStatus.ISSUED)
    throw new DomainError(ErrorCode.CERTIFICATE_NOT_VALID, "certificates.notSentAnyMore", {
      number: certificate.number,
      status: certificate.status,
    });
  if (!ctx.viewer.isStaff) await enforceLimit(ctx, resendByViewer, ctx.viewer.accountId ?? "");
  await inTransaction(ctx, async (tx) => {
    const [member] = await tx.query("SELECT account_id FROM member WHERE id = $1", [certificate.memberId]);
    const addresses = member.account_id ? await verifiedAddresses(tx, member.account_id) : [];
    if (addresses.length === 0) throw new DomainError(ErrorCode.NO_EMAIL_ADDRESS, "certificates.noAddress");
    const entity = await tx.findOneOrFail(Certificate, { where: { id }, lock: forChange });
    // It is not on its way yet: the mail that comes by itself has its transcript, too.
    if (entity.attendanceRecordId === null && entity.transcriptFileId === null)
      return enqueue(tx, "certificates.deliver", { certificateId: id });
    const occasion = `resent-${Math.floor(ctx.now().getTime() / quietMs)}`;
    for (const address of addresses)
      await mailCertificate(tx, ctx, entity, { accountId: member.account_id, address }, occasion);
    await audit(tx, ctx, "certificate.resend", ["certificate", id], { after: { addresses: addresses.length } });
  });
  return certificate;
}
