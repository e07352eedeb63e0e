import type { EntityManager } from "typeorm";
import { verifiedAddresses } from "../accounts/verified-addresses.ts";
import { earnedHereSql } from "../attendance/attendance.entity.ts";
import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { forChangeSql, toStaySql } from "../core/locks.ts";
import { queryPrepared } from "../core/prepared.ts";
import { awaitsHolderSql } from "../evaluations/evaluation.rules.ts";
import { holdsCertificatesSql } from "../fees/fee.rules.ts";
import type { Certificate } from "./certificate.entity.ts";
import { mailCertificate } from "./certificate.mail.ts";
import { CertificateStatus } from "./certificate.status.ts";
import { creditOfRecord, insertCredits } from "./certificate-credits.ts";
import { endCertificate, nameSuccessor } from "./end-certificate.ts";
import {
  type CertificateAward,
  type CertificateSubject,
  keepCertificate,
  type PrintedCertificate,
  printCertificate,
  subjectColumns,
} from "./print-certificate.ts";
import { UnprintableCertificate } from "./require-printable.ts";
import { UnmadeCertificate } from "./unmade-certificate.entity.ts";

/**
 * Issues the certificate of one attendance record and mails it to the member's primary address. Does nothing where there is one
 * already, where the record was reversed, where fees of its program hold it or its holder has yet to answer, or where nobody knows any more whose it is. Two at once wait for each other on the record's
 * row. Where the record corrects an earlier one, the new certificate supersedes that one's.
 * @param reason why the record is there anew; by default why the one that it replaces does not count any more
 */
export async function issueCertificate(ctx: Context, recordId: string, reason?: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const facts = await lockRecord(tx, recordId);
    if (!facts) return;
    const printed = await printOrTell(tx, ctx, recordId, facts);
    if (!printed) return;
    const { replacesId } = facts;
    const issueReason = reason ?? facts.replacedBecause;
    const certificate = await keepCertificate(tx, printed, { attendanceRecordId: recordId, issueReason });
    await insertCredits(tx, certificate.id, facts.kinds ?? []);
    const { number, memberId, programId, credits } = printed;
    await audit(tx, ctx, "certificate.issue", ["certificate", certificate.id], {
      after: { number, memberId, programId, credits },
    });
    const replaced = replacesId ? await supersedeEarlier(tx, ctx, replacesId, certificate) : undefined;
    const [primary] = facts.accountId ? await verifiedAddresses(tx, facts.accountId) : [];
    if (primary && facts.accountId)
      await mailCertificate(tx, ctx, certificate, { accountId: facts.accountId, address: primary }, "issued", replaced);
  });
}

/** The printed certificate; null where it can't be printed, which stands where staff see it from then on. */
async function printOrTell(
  tx: EntityManager,
  ctx: Context,
  recordId: string,
  facts: RecordFacts,
): Promise<PrintedCertificate | null> {
  try {
    const printed = await printCertificate(tx, ctx, facts, facts);
    await tx.delete(UnmadeCertificate, { attendanceRecordId: recordId });
    return printed;
  } catch (error) {
    if (!(error instanceof UnprintableCertificate)) throw error;
    const { part, character } = error;
    const codePoint = character?.codePointAt(0) ?? null;
    await tx.upsert(UnmadeCertificate, { attendanceRecordId: recordId, part, codePoint, triedAt: ctx.now() }, [
      "attendanceRecordId",
    ]);
    return null;
  }
}

type RecordFacts = CertificateSubject &
  Required<Pick<CertificateAward, "completedOn" | "credits">> &
  Pick<CertificateAward, "kinds"> & {
    replacesId: string | null;
    /** Why the record that it replaces does not count any more. */
    replacedBecause: string | null;
  };

/**
 * The certificate that holds of a record that was corrected, however often: the new one supersedes it. One that was revoked, and whose
 * credit counts again, names it as its successor.
 * @returns its number; undefined where none was issued
 */
async function supersedeEarlier(
  tx: EntityManager,
  ctx: Context,
  recordId: string,
  { id: supersededById, issueReason }: Certificate,
): Promise<string | undefined> {
  const [earlier]: Pick<Certificate, "id" | "number" | "status">[] = await tx.query(
    `WITH RECURSIVE earlier AS (
       SELECT id, replaces_id FROM attendance_record WHERE id = $1
       UNION ALL SELECT r.id, r.replaces_id FROM earlier e JOIN attendance_record r ON r.id = e.replaces_id)
     SELECT c.id, c.number, c.status FROM certificate c
     WHERE c.attendance_record_id IN (SELECT id FROM earlier)
       AND (c.status = $2 OR c.status = $3 AND c.superseded_by_id IS NULL)
     ORDER BY c.status = $2 DESC, c.issued_at DESC, c.id DESC LIMIT 1 ${forChangeSql}`,
    [recordId, CertificateStatus.ISSUED, CertificateStatus.REVOKED],
  );
  if (earlier?.status === CertificateStatus.REVOKED) await nameSuccessor(tx, earlier.id, supersededById);
  else if (earlier)
    await endCertificate(tx, ctx, earlier, {
      status: CertificateStatus.SUPERSEDED,
      supersededById,
      ...(issueReason && { reason: issueReason }),
    });
  return earlier?.number;
}

/** All that the certificate says, with the record locked; null where there is no such record, or it has a certificate. */
async function lockRecord(tx: EntityManager, recordId: string): Promise<RecordFacts | null> {
  // Of the member first, as everybody locks who changes what a member holds: a merge waits, or is waited for.
  await tx.query(
    `SELECT 1 FROM member WHERE id = (SELECT member_id FROM attendance_record WHERE id = $1) ${toStaySql}`,
    [recordId],
  );
  // The lock comes in a statement of its own: the next one then sees what the one who held it has committed.
  await tx.query(`SELECT 1 FROM attendance_record WHERE id = $1 ${forChangeSql}`, [recordId]);
  const [facts] = await queryPrepared<RecordFacts>(
    tx,
    `SELECT ${subjectColumns}, o.starts_on AS "startsOn", o.ends_on AS "endsOn", r.completed_on AS "completedOn", r.credits,
       r.replaces_id AS "replacesId", (SELECT e.reversal_reason FROM attendance_record e WHERE e.id = r.replaces_id) AS "replacedBecause"
     FROM attendance_record r JOIN member m ON m.id = r.member_id JOIN program p ON p.id = r.program_id
     JOIN program_type t ON t.id = p.type_id JOIN provider v ON v.id = p.provider_id
     JOIN offering o ON o.id = r.offering_id JOIN credit_rule c ON c.id = p.credit_rule_id
     CROSS JOIN accreditor_settings a
     WHERE r.id = $1 AND NOT ${holdsCertificatesSql("r.program_id")} AND r.reversed_at IS NULL AND ${earnedHereSql("r")} AND m.erased_at IS NULL
       AND NOT ${awaitsHolderSql("r")}
       AND NOT EXISTS (SELECT 1 FROM certificate x WHERE x.attendance_record_id = r.id)`,
    [recordId],
  );
  return facts ? { ...facts, kinds: await creditOfRecord(tx, recordId) } : null;
}
