import { verifiedAddresses } from "../accounts/verified-addresses.ts";
import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { Certificate, CertificateStatus } from "./certificate.entity.ts";
import { mailWithdrawal } from "./certificate.mail.ts";

declare module "../core/jobs.ts" {
  interface Jobs {
    /** The record of this certificate was reversed. */
    "certificate.withdraw": { certificateId: string };
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
      lock: { mode: "for_no_key_update" },
    });
    if (certificate?.status !== CertificateStatus.ISSUED) return;
    const [record] = await tx.query(
      `SELECT r.reversal_reason AS reason, m.account_id AS "accountId"
       FROM attendance_record r JOIN member m ON m.id = r.member_id WHERE r.id = $1 AND r.reversed_at IS NOT NULL`,
      [certificate.attendanceRecordId],
    );
    if (!record) return;
    await tx.update(Certificate, certificateId, {
      status: CertificateStatus.REVOKED,
      revokedAt: ctx.now(),
      revocationReason: record.reason,
    });
    await audit(tx, ctx, "certificate.revoke", ["certificate", certificateId], {
      reason: record.reason,
      before: { status: certificate.status },
      after: { status: CertificateStatus.REVOKED },
    });
    const [primary] = record.accountId ? await verifiedAddresses(tx, record.accountId) : [];
    if (primary)
      await mailWithdrawal(tx, ctx, certificate, { accountId: record.accountId, address: primary }, record.reason);
  });
}
