import type { AttendanceBatch } from "../attendance/record-roster.ts";
import { inTransaction } from "../core/context.ts";
import { defineJob, enqueueAll } from "../core/jobs.ts";

/** So many certificates are put on their way in one statement. */
const recordsPerStep = 5_000;

/** Leaves a job for every record of the batch that has no certificate yet. */
export const issueCertificatesJob = defineJob("attendance.released", async (ctx, batch: AttendanceBatch) =>
  inTransaction(ctx, async (tx) => {
    const [condition, id] = "uploadId" in batch ? ["r.upload_id = $1", batch.uploadId] : ["r.id = $1", batch.recordId];
    let after = "00000000-0000-0000-0000-000000000000";
    for (;;) {
      const records: { id: string }[] = await tx.query(
        `SELECT r.id FROM attendance_record r
         WHERE ${condition} AND r.reversed_at IS NULL AND r.id > $2 AND NOT EXISTS (SELECT 1 FROM certificate c WHERE c.attendance_record_id = r.id)
         ORDER BY r.id LIMIT ${recordsPerStep}`,
        [id, after],
      );
      const last = records.at(-1);
      if (!last) return;
      await enqueueAll(
        tx,
        "certificates.issue",
        records.map((record) => ({ recordId: record.id })),
      );
      after = last.id;
    }
  }),
);
