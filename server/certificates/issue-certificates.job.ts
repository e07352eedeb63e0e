import { earnedHereSql } from "../attendance/attendance.entity.ts";
import type { AttendanceBatch } from "../attendance/record-roster.ts";
import { inTransaction } from "../core/context.ts";
import { defineJob, enqueueAll } from "../core/jobs.ts";
import { awaitsHolderSql } from "../evaluations/evaluation.rules.ts";
import { holdsCertificatesSql } from "../fees/fee.rules.ts";

/** So many certificates are put on their way in one statement. */
const recordsPerStep = 5_000;

const columns = { uploadId: "upload_id", recordId: "id", programId: "program_id" };

/** Leaves a job for every record of the batch that has no certificate yet, but for programs whose fees or documents hold them, and for who has yet to answer. */
export const issueCertificatesJob = defineJob("attendance.released", async (ctx, batch: AttendanceBatch) =>
  inTransaction(ctx, async (tx) => {
    const [[column, id] = []] = Object.entries(batch);
    const condition = `r.${columns[column as keyof typeof columns]} = $1`;
    const held: { id: string }[] = await tx.query(
      `SELECT b.id FROM (SELECT DISTINCT r.program_id AS id FROM attendance_record r WHERE ${condition}) b
       WHERE ${holdsCertificatesSql("b.id")}`,
      [id],
    );
    let after = "00000000-0000-0000-0000-000000000000";
    for (;;) {
      const records: { id: string }[] = await tx.query(
        `SELECT r.id FROM attendance_record r
         WHERE ${condition} AND r.reversed_at IS NULL AND ${earnedHereSql("r")} AND r.id > $2 AND r.program_id <> ALL ($3::uuid[])
           AND NOT EXISTS (SELECT 1 FROM certificate c WHERE c.attendance_record_id = r.id)
           AND NOT ${awaitsHolderSql("r")}
         ORDER BY r.id LIMIT ${recordsPerStep}`,
        [id, after, held.map((program) => program.id)],
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
