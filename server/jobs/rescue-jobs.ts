import type { Worker, WorkerEvents } from "graphile-worker";
import type pg from "pg";
import { advisoryLocks } from "../core/locks.ts";
import { log } from "../core/log.ts";
import { isUnavailable } from "../core/unavailable.ts";

/** Space of the advisory locks by which a worker shows that it lives. */
const { livingWorkers } = advisoryLocks;

/** How often jobs of dead workers are looked for. */
const intervalMs = 5_000;

/** A worker may hold its first job for a moment before its lock is seen. */
const graceSeconds = 3;

/**
 * Gives jobs back that a killed process had taken. Graphile Worker waits four hours before it believes that a worker is dead; here
 * every worker holds an advisory lock on a session of its own, which PostgreSQL lets go the moment the process is gone. A worker that lives may
 * have forgotten a job, too, where the database was killed as its end was to be written down: that one is given back as soon as it is seen.
 */
export class JobRescue {
  readonly #pool: pg.Pool;
  readonly #workers = new Map<string, Pick<Worker, "getActiveJob">>();
  #session: pg.PoolClient | null = null;
  #timer: NodeJS.Timeout | null = null;
  #rescuing: Promise<void> = Promise.resolve();

  /** @param level how the log tells that the database does not answer */
  constructor(
    pool: pg.Pool,
    events: WorkerEvents,
    private readonly level: "warn" | "info",
  ) {
    this.#pool = pool;
    events.on("worker:create", ({ worker }) => {
      this.#workers.set(worker.workerId, worker);
      this.#rescuing = this.#rescuing.then(() => this.#hold(worker.workerId)).catch((error) => this.#lose(error));
    });
    events.on("worker:release", ({ worker }) => void this.#workers.delete(worker.workerId));
  }

  start(): void {
    this.#timer = setInterval(() => {
      void this.look();
    }, intervalMs);
    this.#timer.unref();
  }

  /** Looks once, after what is under way. */
  look(): Promise<void> {
    this.#rescuing = this.#rescuing.then(() => this.#rescue()).catch((error) => this.#lose(error));
    return this.#rescuing;
  }

  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer);
    await this.#rescuing;
    // Destroyed, not given back: the locks go with the session.
    this.#session?.release(true);
    this.#session = null;
  }

  async #connect(): Promise<pg.PoolClient> {
    if (this.#session) return this.#session;
    this.#session = await this.#pool.connect();
    for (const workerId of this.#workers.keys()) await this.#lock(this.#session, workerId);
    return this.#session;
  }

  async #hold(workerId: string): Promise<void> {
    await this.#lock(await this.#connect(), workerId);
  }

  async #lock(session: pg.PoolClient, workerId: string): Promise<void> {
    await session.query("SELECT pg_advisory_lock($1, hashtext($2))", [livingWorkers, workerId]);
  }

  /** The connection broke, and the locks with it: the next round takes them again. */
  #lose(error: unknown): void {
    log[isUnavailable(error) ? this.level : "warn"](
      { err: error },
      "Jobs of dead workers could not be looked for; trying again.",
    );
    this.#session?.release(true);
    this.#session = null;
  }

  async #rescue(): Promise<void> {
    const session = await this.#connect();
    await this.#giveBackForgotten(session);
    const { rows } = await session.query<{ worker: string }>(
      `SELECT worker FROM (
         SELECT DISTINCT locked_by AS worker FROM graphile_worker._private_jobs
         WHERE locked_at < now() - make_interval(secs => $1)) taken
       WHERE worker <> ALL ($2) AND NOT EXISTS (
         SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND classid = $3::oid AND objsubid = 2
           AND objid = (hashtext(worker)::bigint & 4294967295)::oid
           AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))`,
      [graceSeconds, [...this.#workers.keys()], livingWorkers],
    );
    if (rows.length === 0) return;
    await session.query("SELECT graphile_worker.force_unlock_workers($1)", [rows.map((row) => row.worker)]);
    log.info({ workers: rows.length }, "Jobs of workers that were killed are taken up again.");
  }

  /** Jobs that stand as taken by a worker of this process which is not at them. */
  async #giveBackForgotten(session: pg.PoolClient): Promise<void> {
    const { rows } = await session.query<{ id: string; worker: string; since: string }>(
      `SELECT id, locked_by AS worker, locked_at::text AS since FROM graphile_worker._private_jobs
       WHERE locked_by = ANY ($1) AND locked_at < now() - make_interval(secs => $2)`,
      [[...this.#workers.keys()], graceSeconds],
    );
    const forgotten = rows.filter(({ id, worker }) => String(this.#workers.get(worker)?.getActiveJob()?.id) !== id);
    if (forgotten.length === 0) return;
    // Only as it was seen: one that has ended meanwhile, or was taken anew, stays as it is.
    const { rowCount } = await session.query(
      `WITH given AS (
         UPDATE graphile_worker._private_jobs j SET locked_by = NULL, locked_at = NULL
         FROM unnest($1::bigint[], $2::text[], $3::timestamptz[]) AS f (id, worker, since)
         WHERE j.id = f.id AND j.locked_by = f.worker AND j.locked_at = f.since
         RETURNING j.id, f.worker, j.job_queue_id),
       queues AS (
         UPDATE graphile_worker._private_job_queues q SET locked_by = NULL, locked_at = NULL
         FROM given WHERE q.id = given.job_queue_id AND q.locked_by = given.worker)
       SELECT FROM given`,
      [forgotten.map(({ id }) => id), forgotten.map(({ worker }) => worker), forgotten.map(({ since }) => since)],
    );
    if (rowCount) log.info({ jobs: rowCount }, "Jobs that their worker had forgotten are taken up again.");
  }
}
