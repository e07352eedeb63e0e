import type { EntityManager } from "typeorm";
import type { Context } from "./context.ts";

/**
 * Every job's name and payload. A domain adds its own by merging into this interface. Payloads carry IDs, not data. A name begins with the
 * domain's folder: an order that the folder gives itself is a verb (`mail.send`), an event that a later folder answers is in the past tense
 * (`attendance.recorded`).
 */
// biome-ignore lint/suspicious/noEmptyInterface: domains merge into it
export interface Jobs {}

export type JobName = keyof Jobs & string;

/** Which of the jobs that are due goes first: somebody waits for it, nobody does, or it is one of thousands of its kind. The queue's priorities. */
export enum Urgency {
  AWAITED = -10,
  USUAL = 0,
  BULK = 10,
}

export interface JobHandler<N extends JobName = JobName> {
  name: N;
  /** May run twice for the same payload, and must then change nothing the second time. */
  run(ctx: Context, payload: Jobs[N]): Promise<void>;
}

/** Declares who answers a job. `server/jobs/handlers.ts` lists them all. */
export const defineJob = <N extends JobName>(name: N, run: JobHandler<N>["run"]): JobHandler<N> => ({ name, run });

/**
 * Leaves a job in the transaction: it runs if and only if the transaction is committed.
 * @param runAt not before then; null: at once
 */
export async function enqueue<N extends JobName>(
  tx: EntityManager,
  name: N,
  payload: Jobs[N],
  urgency = Urgency.USUAL,
  runAt: Date | null = null,
): Promise<void> {
  await tx.query("SELECT graphile_worker.add_job($1, payload := $2::json, priority := $3, run_at := $4)", [
    name,
    JSON.stringify(payload),
    urgency,
    runAt,
  ]);
}

/**
 * Leaves a job of which one is enough: one that waits under the same key is put off or brought forward instead. Whoever does the same at the
 * same time waits for the commit, so this is for short transactions of jobs.
 */
export async function enqueueOnce<N extends JobName>(
  tx: EntityManager,
  name: N,
  payload: Jobs[N],
  key: string,
  urgency = Urgency.BULK,
  runAt: Date | null = null,
): Promise<void> {
  await tx.query(
    "SELECT graphile_worker.add_job($1, payload := $2::json, job_key := $3, priority := $4, run_at := $5)",
    [name, JSON.stringify(payload), `${name} ${key}`, urgency, runAt],
  );
}

/**
 * Leaves one job for each payload, in one statement. Where nothing else is said they let all others go first.
 * @param keyOf of what one job is enough, as for `enqueueOnce`
 */
export async function enqueueAll<N extends JobName>(
  tx: EntityManager,
  name: N,
  payloads: Jobs[N][],
  urgency = Urgency.BULK,
  keyOf?: (payload: Jobs[N]) => string,
): Promise<void> {
  const jobs = payloads.map((payload) => ({ payload, ...(keyOf && { key: `${name} ${keyOf(payload)}` }) }));
  await tx.query(
    `SELECT graphile_worker.add_jobs(array(
       SELECT json_populate_record(null::graphile_worker.job_spec, json_build_object('identifier', $1::text, 'payload', j -> 'payload',
         'priority', $3::int, 'job_key', j ->> 'key'))
       FROM json_array_elements($2::json) j))`,
    [name, JSON.stringify(jobs), urgency],
  );
}

/** Whether such a job waits, runs, or will be tried again: whoever orders the same thing twice is to be told, not to be served twice. */
export async function isUnderWay<N extends JobName>(tx: EntityManager, name: N, payload: Jobs[N]): Promise<boolean> {
  const [{ found }] = await tx.query(
    `SELECT EXISTS (SELECT FROM graphile_worker._private_jobs j JOIN graphile_worker._private_tasks t ON t.id = j.task_id
       WHERE t.identifier = $1 AND j.payload::jsonb = $2::jsonb AND j.attempts < j.max_attempts) AS found`,
    [name, JSON.stringify(payload)],
  );
  return found;
}

/** What such jobs are about that wait, run, or will be tried again. */
export async function jobsUnderWay<N extends JobName>(tx: EntityManager, name: N): Promise<Jobs[N][]> {
  const rows: { payload: Jobs[N] }[] = await tx.query(
    `SELECT j.payload FROM graphile_worker._private_jobs j JOIN graphile_worker._private_tasks t ON t.id = j.task_id
     WHERE t.identifier = $1 AND j.attempts < j.max_attempts`,
    [name],
  );
  return rows.map(({ payload }) => payload);
}
