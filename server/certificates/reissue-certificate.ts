import type { EntityManager } from "typeorm";
import { AttendanceRecord } from "../attendance/attendance.entity.ts";
import { assertNoConflict } from "../claims/assert-no-conflict.ts";
import { awardedElsewhere } from "../claims/awarded-elsewhere.ts";
import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { DomainError, ErrorCode, notFound } from "../core/errors.ts";
import { isId } from "../core/ids.ts";
import { requiredReason } from "../core/input-rules.ts";
import { assertMay } from "../core/policy.ts";
import { assertDocumentsThere } from "../programs/missing-documents.ts";
import { repeatPeriodSql } from "../programs/repeat-rule.entity.ts";
import { canReissueCertificate } from "./certificate.policy.ts";
import { type CertificateRow, certificateById, reissuableSql } from "./certificate.queries.ts";
import { correctionOf, readStandings, type Standing } from "./certificate-correction.ts";
import { lockStanding, recordAnew, replaceConferenceCertificate } from "./replace-certificate.ts";

/**
 * Issues another certificate for the credit of one that staff revoked: the credit counts again, as it was corrected since, and the
 * revoked one stays so. Of reported attendance it comes by a job.
 * @returns the revoked certificate
 * @throws NOT_FOUND, REASON_REQUIRED; CERTIFICATE_NOT_VALID where staff did not revoke it, or it was issued anew already; ALREADY_RECORDED
 *   where its member has other credit on record for the same; ALREADY_EARNED where it earns once in a time and was earned at another date since; what an award is refused for
 */
export async function reissueCertificate(ctx: Context, id: string, reason: string): Promise<CertificateRow | null> {
  assertMay(ctx, canReissueCertificate, null);
  const given = requiredReason(reason);
  if (!isId(id)) throw notFound("certificate");
  await inTransaction(ctx, async (tx) => {
    await lockStanding(tx, id);
    const [standing] = await readStandings(tx, [id]);
    if (!standing) throw notFound("certificate");
    const [{ reissuable }] = await tx.query(
      `SELECT ${reissuableSql("c")} AS reissuable FROM certificate c WHERE c.id = $1`,
      [id],
    );
    if (!reissuable)
      throw new DomainError(ErrorCode.CERTIFICATE_NOT_VALID, "certificates.notReissuable", { number: standing.number });
    await audit(tx, ctx, "certificate.reissue", ["certificate", id], { reason: given });
    const reissue = standing.attendanceRecordId ? reissueReported : reissueClaimed;
    await reissue(tx, ctx, standing, given);
  });
  return certificateById(ctx, id);
}

async function reissueReported(tx: EntityManager, ctx: Context, standing: Standing, reason: string): Promise<void> {
  const [{ id: last }] = await tx.query(
    `WITH RECURSIVE later AS (
       SELECT id, 0 AS depth FROM attendance_record WHERE id = $1
       UNION ALL SELECT n.id, l.depth + 1 FROM later l JOIN attendance_record n ON n.replaces_id = l.id)
     SELECT id FROM later ORDER BY depth DESC LIMIT 1`,
    [standing.attendanceRecordId],
  );
  const record = await tx.findOneByOrFail(AttendanceRecord, { id: last });
  await assertNotEarnedSince(tx, record);
  const { credits } = correctionOf({ ...standing, credits: record.credits });
  await recordAnew(tx, ctx, record, credits, reason);
}

/**
 * What earns once in a time may have been earned at another date since it was revoked.
 * @throws ALREADY_EARNED
 */
async function assertNotEarnedSince(
  tx: EntityManager,
  { memberId, programId, completedOn }: AttendanceRecord,
): Promise<void> {
  const [other] = await tx.query(
    `SELECT r.completed_on AS "completedOn", p.name FROM attendance_record r JOIN program p ON p.id = r.program_id
     JOIN program_type t ON t.id = p.type_id
     WHERE r.member_id = $1 AND r.program_id = $2 AND r.session_id IS NULL AND r.reversed_at IS NULL
       AND ${repeatPeriodSql("t", "$3::date")} @> r.completed_on ORDER BY r.completed_on LIMIT 1`,
    [memberId, programId, completedOn],
  );
  if (other) throw new DomainError(ErrorCode.ALREADY_EARNED, "certificates.earnedSince", other);
}

async function reissueClaimed(tx: EntityManager, ctx: Context, standing: Standing, reason: string): Promise<void> {
  const { memberId, programId, approved } = standing;
  const correction = correctionOf(standing);
  if (correction.refusal) throw correction.refusal;
  if (correction.effect === "REVOKE")
    throw new DomainError(ErrorCode.CREDITS_NOT_POSITIVE, "award.nothing", { activity: approved.name });
  await assertDocumentsThere(tx, { id: programId, name: approved.name });
  const elsewhere = await awardedElsewhere(tx, memberId, programId);
  for (const line of correction.lines) assertNoConflict(line, elsewhere);
  await replaceConferenceCertificate(tx, ctx, standing, correction, reason);
}
