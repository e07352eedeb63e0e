import type { EntityManager } from "typeorm";
import { AttendanceRecord, AttendanceSource } from "../attendance/attendance.entity.ts";
import { recordKindsAnew } from "../attendance/kind-credits.ts";
import { AttendanceUploadStatus } from "../attendance/upload.status.ts";
import { audit } from "../core/audit.ts";
import type { Context } from "../core/context.ts";
import { enqueue, Urgency } from "../core/jobs.ts";
import { forChangeSql, toStaySql } from "../core/locks.ts";
import { recorded } from "../core/messages/sentence.ts";
import { kindTotals } from "../policies/award.ts";
import { CertificateStatus } from "./certificate.status.ts";
import type { Correction, Standing } from "./certificate-correction.ts";
import { endCertificate, nameSuccessor } from "./end-certificate.ts";
import { insertCertificate, readSubject, recordSessions } from "./generate-certificate.ts";
import { printCertificate } from "./print-certificate.ts";

/** The member, then the program, then the certificate: as everybody locks who changes what a member holds. */
export async function lockStanding(tx: EntityManager, certificateId: string): Promise<void> {
  for (const [table, lock] of [
    ["member", forChangeSql],
    ["program", toStaySql],
  ])
    await tx.query(`SELECT FROM ${table} WHERE id = (SELECT ${table}_id FROM certificate WHERE id = $1) ${lock}`, [
      certificateId,
    ]);
  await tx.query(`SELECT FROM certificate WHERE id = $1 ${forChangeSql}`, [certificateId]);
}

/**
 * Issues another conference certificate in the place of one that is locked, with the sessions that the correction lists; what is on
 * record follows. One that holds is superseded; one that was revoked stays so and names its successor.
 */
export async function replaceConferenceCertificate(
  tx: EntityManager,
  ctx: Context,
  { id, status, number: former, memberId, programId }: Standing,
  { lines, credits }: Correction,
  reason: string,
  urgency = Urgency.USUAL,
): Promise<void> {
  const { offeringId, ...subject } = await readSubject(tx, memberId, programId);
  const completedOn = lines.reduce((last, { attendedOn }) => (attendedOn > last ? attendedOn : last), "");
  const printed = await printCertificate(tx, ctx, subject, {
    completedOn,
    credits,
    sessions: lines,
    kinds: kindTotals(lines),
  });
  if (status === CertificateStatus.ISSUED)
    await endCertificate(tx, ctx, { id, status }, { status: CertificateStatus.SUPERSEDED, reason });
  const certificateId = await insertCertificate(tx, printed, lines, reason);
  await nameSuccessor(tx, id, certificateId);
  const { number } = printed;
  await recordSessions(
    tx,
    ctx,
    { memberId, programId, offeringId },
    lines,
    recorded("reason.corrected", { number, reason }),
  );
  await audit(tx, ctx, "certificate.issue", ["certificate", certificateId], {
    reason,
    after: { number, memberId, programId, credits, sessions: lines.length, replaces: former },
  });
  await enqueue(tx, "certificates.deliver", { certificateId }, urgency);
}

/**
 * Records one attendance anew in the place of a record that does not count any more. Its certificate comes by a job, and supersedes
 * the one that holds of the earlier record.
 */
export async function recordAnew(
  tx: EntityManager,
  ctx: Context,
  replaced: AttendanceRecord,
  credits: string,
  reason: string,
  urgency = Urgency.USUAL,
): Promise<void> {
  const [upload] = await tx.query("SELECT status FROM attendance_upload WHERE id = $1", [replaced.uploadId]);
  const isOfUpload = upload?.status === AttendanceUploadStatus.PROCESSED;
  const { memberId, programId, offeringId, completedOn, line } = replaced;
  const inserted = await tx.insert(AttendanceRecord, {
    memberId,
    programId,
    offeringId,
    sessionId: null,
    completedOn,
    credits,
    source: isOfUpload || !replaced.uploadId ? replaced.source : AttendanceSource.ENTRY,
    uploadId: isOfUpload ? replaced.uploadId : null,
    line: isOfUpload ? line : null,
    recordedAt: ctx.now(),
    replacesId: replaced.id,
  });
  const recordId: string = inserted.identifiers[0]?.id;
  await recordKindsAnew(tx, [recordId]);
  await enqueue(tx, "certificates.issue", { recordId, reason }, urgency);
}
