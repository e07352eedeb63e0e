import type { EntityManager } from "typeorm";
import { AttendanceRecord } from "../attendance/attendance.entity.ts";
import { assertNoConflict } from "../claims/assert-no-conflict.ts";
import { awardedElsewhere } from "../claims/awarded-elsewhere.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { DomainError } from "../core/errors.ts";
import { Urgency } from "../core/jobs.ts";
import { forChange } from "../core/locks.ts";
import { Certificate } from "./certificate.entity.ts";
import { tellOfRevocation } from "./certificate.mail.ts";
import { CertificateStatus } from "./certificate.status.ts";
import { correctionOf, readStandings } from "./certificate-correction.ts";
import { endCertificate } from "./end-certificate.ts";
import { lockStanding, recordAnew, replaceConferenceCertificate } from "./replace-certificate.ts";

interface Manner {
  /** Whether one that is right is issued anew all the same. */
  anew?: boolean;
  /** False: one of which nothing counts any more is left as it is, since that was not what staff looked at. */
  mayRevoke?: boolean;
  /** How soon its successor is made and told of. */
  urgency?: Urgency;
}

/**
 * Makes one certificate say what it stands on by now: supersedes it, or revokes it where nothing of it counts any more, and tells its
 * member why. With `anew` also one that is right. Does nothing for one that has ended, or cannot be right before something else is corrected.
 */
export async function correctCertificate(
  ctx: Context,
  certificateId: string,
  reason: string,
  manner: Manner = {},
): Promise<void> {
  await inTransaction(ctx, (tx) => correctLocked(tx, ctx, certificateId, reason, manner));
}

/** The same in a transaction that does more. @returns whether anything was done */
export async function correctLocked(
  tx: EntityManager,
  ctx: Context,
  certificateId: string,
  reason: string,
  { anew = false, mayRevoke = true, urgency = Urgency.USUAL }: Manner = {},
): Promise<boolean> {
  await lockStanding(tx, certificateId);
  const [standing] = await readStandings(tx, [certificateId]);
  if (standing?.status !== CertificateStatus.ISSUED) return false;
  const correction = correctionOf(standing);
  if ((correction.effect === "NONE" && !anew) || correction.refusal) return false;
  const { memberId, programId, attendanceRecordId } = standing;
  if (correction.effect === "REVOKE") {
    if (!mayRevoke) return false;
    await endCertificate(tx, ctx, standing, { status: CertificateStatus.REVOKED, reason });
    await tx.query(
      `UPDATE attendance_record SET reversed_at = $3, reversal_reason = $4, reversed_by_staff = true
       WHERE member_id = $1 AND program_id = $2 AND session_id IS NOT NULL AND reversed_at IS NULL`,
      [memberId, programId, ctx.now(), reason],
    );
    const [holder] = await tx.query('SELECT account_id AS "accountId" FROM member WHERE id = $1', [memberId]);
    const certificate = await tx.findOneByOrFail(Certificate, { id: certificateId });
    await tellOfRevocation(tx, ctx, certificate, holder.accountId, reason);
    return true;
  }
  if (attendanceRecordId) {
    const record = await tx.findOne(AttendanceRecord, {
      where: { id: attendanceRecordId },
      lock: forChange,
    });
    // It was taken back, or corrected, since: the certificate follows that.
    if (!record || record.reversedAt) return false;
    await tx.update(AttendanceRecord, record.id, { reversedAt: ctx.now(), reversalReason: reason });
    await recordAnew(tx, ctx, record, correction.credits, reason, urgency);
    return true;
  }
  const elsewhere = await awardedElsewhere(tx, memberId, programId);
  try {
    for (const line of correction.lines) assertNoConflict(line, elsewhere);
  } catch (error) {
    if (error instanceof DomainError) return false;
    throw error;
  }
  await replaceConferenceCertificate(tx, ctx, standing, correction, reason, urgency);
  return true;
}
