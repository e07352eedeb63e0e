import { EventEmitter } from "node:events";
import {
  Logger,
  parseCronItems,
  run,
  runMigrations,
  runOnce,
  type SharedOptions,
  type TaskList,
  type WorkerEvents,
} from "graphile-worker";
import type pg from "pg";
import { systemViewer } from "./core/audit.ts";
import { type Context, createContext } from "./core/context.ts";
import { log } from "./core/log.ts";
import { jobHandlers, schedules } from "./jobs.ts";
import { JobRescue } from "./rescue-jobs.ts";

type Base = Pick<Context, "db" | "config" | "now">;

const watched = new WeakSet<pg.Pool>();

/** The pool that TypeORM keeps for PostgreSQL: jobs share it with requests. A connection that breaks must not end the process. */
function poolOf(base: Base): pg.Pool {
  const pool = (base.db.driver as unknown as { master: pg.Pool }).master;
  if (!watched.has(pool)) {
    const report = (error: Error) => log.warn({ err: error }, "A connection to the database broke.");
    pool.on("error", report);
    pool.on("connect", (client) => client.on("error", report));
    watched.add(pool);
  }
  return pool;
}

const logger = new Logger(() => (level, message, meta) => {
  const error = meta?.error ?? meta?.reason;
  if (level === "error") log.error({ err: error }, message);
  else if (level === "warning") log.warn({ err: error }, message);
  else log.debug(message);
});

const taskList = (base: Base): TaskList =>
  Object.fromEntries(
    jobHandlers.map((handler) => [
      handler.name,
      (payload: unknown) => handler.run(createContext(base, systemViewer), payload as never),
    ]),
  );

const shared = (base: Base): SharedOptions => ({ pgPool: poolOf(base), logger, noPreparedStatements: false });

/** Makes the tables of the job queue, or brings them up to date. */
export const migrateJobs = (base: Base): Promise<void> => runMigrations(shared(base));

/** Jobs that run until `stop` is called, which waits for those that are under way. */
export interface RunningJobs {
  stop(): Promise<void>;
}

export async function startJobs(base: Base): Promise<RunningJobs> {
  const events: WorkerEvents = new EventEmitter();
  const rescue = new JobRescue(poolOf(base), events);
  const runner = await run({
    ...shared(base),
    events,
    taskList: taskList(base),
    parsedCronItems: parseCronItems(
      schedules.map(({ name, cron }) => ({ task: name, match: cron, identifier: name, payload: {} })),
    ),
    concurrency: base.config.jobConcurrency,
    pollInterval: 2_000,
    noHandleSignals: true,
  });
  rescue.start();
  runner.promise.catch((error: unknown) => log.error({ err: error }, "The job runner stopped."));
  return {
    stop: async () => {
      await runner.stop();
      await rescue.stop();
    },
  };
}

/** Runs every job that is due, and those that they leave, then returns: for seeds and tests. */
export const runDueJobs = (base: Base): Promise<void> =>
  runOnce({ ...shared(base), taskList: taskList(base), noHandleSignals: true });
