import "../attendance/correct-upload.ts";
import { inTransaction } from "../core/context.ts";
import { defineJob, enqueueAll } from "../core/jobs.ts";
import "./withdraw-certificate.ts";

/** So many certificates are withdrawn by one statement's jobs. */
const certificatesPerStep = 5_000;

/**
 * Leaves a job for every certificate that holds although its record was reversed with an upload, or by a correction of it. One
 * whose record was corrected is left to the certificate of the new record, which supersedes it.
 */
export const withdrawCertificatesJob = defineJob("attendance.withdrawn", async (ctx, { uploadId }) =>
  inTransaction(ctx, async (tx) => {
    let after = "00000000-0000-0000-0000-000000000000";
    for (;;) {
      const certificates: { id: string }[] = await tx.query(
        `SELECT c.id FROM attendance_record r JOIN certificate c ON c.attendance_record_id = r.id
         WHERE r.upload_id IN (SELECT id FROM attendance_upload WHERE id = $1 OR amends_id = $1)
           AND r.reversed_at IS NOT NULL AND c.status = 'ISSUED' AND c.id > $2
           AND NOT EXISTS (
             WITH RECURSIVE later AS (
               SELECT id, reversed_at FROM attendance_record WHERE replaces_id = r.id
               UNION ALL
               SELECT n.id, n.reversed_at FROM later l JOIN attendance_record n ON n.replaces_id = l.id)
             SELECT FROM later WHERE reversed_at IS NULL)
         ORDER BY c.id LIMIT ${certificatesPerStep}`,
        [uploadId, after],
      );
      const last = certificates.at(-1);
      if (!last) return;
      await enqueueAll(
        tx,
        "certificates.withdraw",
        certificates.map(({ id }) => ({ certificateId: id })),
      );
      after = last.id;
    }
  }),
);
