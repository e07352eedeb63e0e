import { type Context, inTransaction } from "../core/context.ts";
import { forChange } from "../core/locks.ts";
import { Certificate } from "./certificate.entity.ts";
import { tellOfRevocation } from "./certificate.mail.ts";
import { CertificateStatus } from "./certificate.status.ts";
import { endCertificate } from "./end-certificate.ts";

declare module "../core/jobs.ts" {
  interface Jobs {
    /** The record of this certificate was reversed. */
    "certificates.withdraw": { certificateId: string };
  }
}

/**
 * Revokes a certificate whose attendance was taken back, with the reason that stands there, and tells its member at the primary
 * address. Does nothing for one that does not hold any more, or whose attendance counts.
 */
export async function withdrawCertificate(ctx: Context, certificateId: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const certificate = await tx.findOne(Certificate, {
      where: { id: certificateId },
      lock: forChange,
    });
    if (certificate?.status !== CertificateStatus.ISSUED) return;
    const [record] = await tx.query(
      `SELECT r.reversal_reason AS reason, m.account_id AS "accountId"
       FROM attendance_record r JOIN member m ON m.id = r.member_id WHERE r.id = $1 AND r.reversed_at IS NOT NULL`,
      [certificate.attendanceRecordId],
    );
    if (!record) return;
    await endCertificate(tx, ctx, certificate, { status: CertificateStatus.REVOKED, reason: record.reason });
    await tellOfRevocation(tx, ctx, certificate, record.accountId, record.reason);
  });
}
