import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { notFound } from "../core/errors.ts";
import { installationId } from "../core/hold.ts";
import { administrator, assertMay } from "../core/policy.ts";
import { AttentionKind } from "./attention.kinds.ts";
import { readAttentionId } from "./set-attention-aside.ts";

/**
 * Lets a job that was given up run again, as often as a new one. Jobs may run twice: what it has done already it does not do again.
 * @param id of its entry in what needs attention
 * @throws FORBIDDEN, NOT_FOUND
 */
export async function retryJob(ctx: Context, id: string): Promise<boolean> {
  assertMay(ctx, administrator, null);
  const read = readAttentionId(id);
  const jobId = read?.kind === AttentionKind.JOB_FAILED && /^\d{1,18}$/.test(read.subject) ? read.subject : null;
  if (!jobId) throw notFound("attention", "id");
  await inTransaction(ctx, async (tx) => {
    const [job]: { name: string }[] = await tx.query(
      `SELECT t.identifier AS name FROM graphile_worker._private_jobs j JOIN graphile_worker._private_tasks t ON t.id = j.task_id
       WHERE j.id = $1 AND j.attempts >= j.max_attempts`,
      [jobId],
    );
    if (!job) throw notFound("attention", "id");
    await tx.query("SELECT graphile_worker.reschedule_jobs(ARRAY[$1::bigint], run_at := $2, attempts := 0)", [
      jobId,
      ctx.now(),
    ]);
    await audit(tx, ctx, "dashboard.retry-job", ["installation", installationId], { after: { job: job.name, jobId } });
  });
  return true;
}
