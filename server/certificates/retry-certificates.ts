import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { notFound } from "../core/errors.ts";
import { isId } from "../core/ids.ts";
import { enqueueAll, Urgency } from "../core/jobs.ts";
import { assertMay, staff } from "../core/policy.ts";

/**
 * Tries again to make the certificates of a program that could not be made, once what was wrong is mended. Each is made, or says
 * again why not.
 * @returns how many are tried
 * @throws FORBIDDEN, NOT_FOUND
 */
export async function retryCertificates(ctx: Context, programId: string): Promise<number> {
  assertMay(ctx, staff, null);
  return inTransaction(ctx, async (tx) => {
    const [program] = isId(programId) ? await tx.query("SELECT id FROM program WHERE id = $1", [programId]) : [];
    if (!program) throw notFound("program");
    const records: { recordId: string }[] = await tx.query(
      `SELECT u.attendance_record_id AS "recordId" FROM unmade_certificate u
       JOIN attendance_record r ON r.id = u.attendance_record_id WHERE r.program_id = $1`,
      [programId],
    );
    if (records.length === 0) return 0;
    await enqueueAll(tx, "certificates.issue", records, Urgency.USUAL);
    await audit(tx, ctx, "certificate.retry", ["program", programId], { after: { certificates: records.length } });
    return records.length;
  });
}
