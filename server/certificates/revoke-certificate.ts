import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { DomainError, ErrorCode, notFound } from "../core/errors.ts";
import { isId } from "../core/ids.ts";
import { Certificate, CertificateStatus } from "./certificate.entity.ts";
import { type CertificateRow, certificateById } from "./certificate.queries.ts";

/**
 * Revokes a certificate, for good: its code says so from then on, its bytes stay.
 * @throws NOT_FOUND, CERTIFICATE_NOT_VALID where it was superseded or revoked before, REASON_REQUIRED
 */
export async function revokeCertificate(ctx: Context, id: string, reason: string): Promise<CertificateRow | null> {
  if (!reason.trim()) throw new DomainError(ErrorCode.REASON_REQUIRED, "Say why it is revoked.", { field: "reason" });
  if (!isId(id)) throw notFound("certificate");
  await inTransaction(ctx, async (tx) => {
    const certificate = await tx.findOne(Certificate, { where: { id }, lock: { mode: "pessimistic_write" } });
    if (!certificate) throw notFound("certificate");
    if (certificate.status !== CertificateStatus.ISSUED)
      throw new DomainError(
        ErrorCode.CERTIFICATE_NOT_VALID,
        `Certificate ${certificate.number} is ${certificate.status} already.`,
      );
    await tx.update(Certificate, id, {
      status: CertificateStatus.REVOKED,
      revokedAt: ctx.now(),
      revocationReason: reason.trim(),
    });
    // The credit goes with it: what it was issued for does not count any more.
    await tx.query(
      `UPDATE attendance_record SET reversed_at = $1, reversal_reason = $2
       WHERE reversed_at IS NULL AND ${certificate.attendanceRecordId ? "id = $3" : "member_id = $3 AND program_id = $4 AND session_id IS NOT NULL"}`,
      [
        ctx.now(),
        `Certificate ${certificate.number} was revoked: ${reason.trim()}`,
        ...(certificate.attendanceRecordId
          ? [certificate.attendanceRecordId]
          : [certificate.memberId, certificate.programId]),
      ],
    );
    await audit(tx, ctx, "certificate.revoke", ["certificate", id], {
      reason: reason.trim(),
      before: { status: certificate.status },
      after: { status: CertificateStatus.REVOKED },
    });
  });
  return certificateById(ctx, id);
}
