import "../evaluations/hand-in-evaluation.ts";
import { earnedHereSql } from "../attendance/attendance.entity.ts";
import { inTransaction } from "../core/context.ts";
import { defineJob, enqueueAll, Urgency } from "../core/jobs.ts";
import { holdsCertificatesSql } from "../fees/fee.rules.ts";
import { issueChosenOf } from "./release-claims.ts";

/** A member has answered of a program, or need not: what waited for it is made, and no more. */
export const issueEvaluatedJob = defineJob("evaluations.settled", async (ctx, { memberId, programId }) => {
  await inTransaction(ctx, async (tx) => {
    const records: { recordId: string }[] = await tx.query(
      `SELECT r.id AS "recordId" FROM attendance_record r
       WHERE r.program_id = $1 AND r.member_id = $2 AND r.session_id IS NULL AND r.reversed_at IS NULL AND ${earnedHereSql("r")}
         AND NOT EXISTS (SELECT FROM certificate c WHERE c.attendance_record_id = r.id) AND NOT ${holdsCertificatesSql("$1::uuid")}`,
      [programId, memberId],
    );
    await enqueueAll(tx, "certificates.issue", records, Urgency.USUAL);
  });
  await issueChosenOf(ctx, programId, memberId);
});
