import type { EntityManager } from "typeorm";
import { type Context, inTransaction } from "../core/context.ts";
import { DomainError, ErrorCode, notFound } from "../core/errors.ts";
import { isId } from "../core/ids.ts";
import { requiredReason } from "../core/input-rules.ts";
import { forChange, forChangeSql, toStaySql } from "../core/locks.ts";
import { say } from "../core/messages/message.ts";
import { assertMay } from "../core/policy.ts";
import { Certificate } from "./certificate.entity.ts";
import { tellOfRevocation } from "./certificate.mail.ts";
import { canRevokeCertificate } from "./certificate.policy.ts";
import { type CertificateRow, certificateById } from "./certificate.queries.ts";
import { CertificateStatus } from "./certificate.status.ts";
import { endCertificate } from "./end-certificate.ts";

/**
 * Revokes a certificate, for good: its code says so from then on, its bytes stay. The credit goes with it, also where it was corrected
 * and the certificate of the correction is still to come.
 * @throws NOT_FOUND, CERTIFICATE_NOT_VALID where it was superseded or revoked before, REASON_REQUIRED
 */
export async function revokeCertificate(ctx: Context, id: string, reason: string): Promise<CertificateRow | null> {
  assertMay(ctx, canRevokeCertificate, null);
  const given = requiredReason(reason, say("certificates.sayWhyRevoked"));
  if (!isId(id)) throw notFound("certificate");
  await inTransaction(ctx, async (tx) => {
    const certificate = await lockToRevoke(tx, id);
    if (certificate.status !== CertificateStatus.ISSUED)
      throw new DomainError(ErrorCode.CERTIFICATE_NOT_VALID, "certificates.already", {
        number: certificate.number,
        status: certificate.status,
      });
    await endCertificate(tx, ctx, certificate, { status: CertificateStatus.REVOKED, reason: given });
    await reverseCredit(tx, ctx, certificate, `Certificate ${certificate.number} was revoked: ${given}`);
    const [holder] = await tx.query('SELECT account_id AS "accountId" FROM member WHERE id = $1', [
      certificate.memberId,
    ]);
    await tellOfRevocation(tx, ctx, certificate, holder.accountId, given);
  });
  return certificateById(ctx, id);
}

/**
 * Of its member first, as everybody locks who changes what a member holds: a certificate that would supersede this one is issued before
 * or never. Then of its program: whoever corrects the attendance has committed, and what they recorded is seen.
 * @throws NOT_FOUND
 */
async function lockToRevoke(tx: EntityManager, id: string): Promise<Certificate> {
  for (const [table, lock] of [
    ["member", forChangeSql],
    ["program", toStaySql],
  ])
    await tx.query(`SELECT FROM ${table} WHERE id = (SELECT ${table}_id FROM certificate WHERE id = $1) ${lock}`, [id]);
  const certificate = await tx.findOne(Certificate, { where: { id }, lock: forChange });
  if (!certificate) throw notFound("certificate");
  return certificate;
}

/** What a certificate was issued for does not count any more. */
async function reverseCredit(tx: EntityManager, ctx: Context, certificate: Certificate, reason: string): Promise<void> {
  const { attendanceRecordId, memberId, programId } = certificate;
  const [records, values] = attendanceRecordId
    ? [
        `id IN (
           WITH RECURSIVE corrected AS (
             SELECT $3::uuid AS id
             UNION ALL SELECT r.id FROM corrected c JOIN attendance_record r ON r.replaces_id = c.id)
           SELECT id FROM corrected)`,
        [attendanceRecordId],
      ]
    : ["member_id = $3 AND program_id = $4 AND session_id IS NOT NULL", [memberId, programId]];
  await tx.query(
    `UPDATE attendance_record SET reversed_at = $1, reversal_reason = $2, reversed_by_staff = true WHERE reversed_at IS NULL AND ${records}`,
    [ctx.now(), reason, ...values],
  );
}
