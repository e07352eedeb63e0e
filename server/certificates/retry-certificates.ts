import { earnedHereSql } from "../attendance/attendance.entity.ts";
import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { notFound } from "../core/errors.ts";
import { isId } from "../core/ids.ts";
import { enqueueAll, Urgency } from "../core/jobs.ts";
import { assertMay, staff } from "../core/policy.ts";
import { awaitsHolderSql } from "../evaluations/evaluation.rules.ts";
import { holdsCertificatesSql } from "../fees/fee.rules.ts";

/**
 * Tries again to make the certificates of a program that are not there, though nothing holds them: those that could not be made, once what
 * was wrong is mended, and those whose job was lost. Each is made, or says again why not.
 * @returns how many are tried
 * @throws FORBIDDEN, NOT_FOUND
 */
export async function retryCertificates(ctx: Context, programId: string): Promise<number> {
  assertMay(ctx, staff, null);
  return inTransaction(ctx, async (tx) => {
    const [program] = isId(programId) ? await tx.query("SELECT id FROM program WHERE id = $1", [programId]) : [];
    if (!program) throw notFound("program");
    const records: { recordId: string }[] = await tx.query(
      `SELECT r.id AS "recordId" FROM attendance_record r
       WHERE r.program_id = $1 AND r.session_id IS NULL AND r.reversed_at IS NULL AND ${earnedHereSql("r")}
         AND NOT EXISTS (SELECT FROM certificate c WHERE c.attendance_record_id = r.id)
         AND NOT ${holdsCertificatesSql("$1::uuid")} AND NOT ${awaitsHolderSql("r")}`,
      [programId],
    );
    if (records.length === 0) return 0;
    await enqueueAll(tx, "certificates.issue", records, Urgency.USUAL);
    await audit(tx, ctx, "certificate.retry", ["program", programId], { after: { certificates: records.length } });
    return records.length;
  });
}
