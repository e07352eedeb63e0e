import { EventEmitter } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
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
import { systemViewer } from "../core/audit.ts";
import { type Context, createContext } from "../core/context.ts";
import type { JobHandler } from "../core/jobs.ts";
import { log } from "../core/log.ts";
import { readCatalogues } from "../core/messages/sentence.ts";
import { isUnavailable, levelOfOutage } from "../core/unavailable.ts";
import { poolOf } from "../db/pool.ts";
import { formerNames, jobHandlers, longJobs, outwardJobs, schedules, shortJobs } from "./handlers.ts";
import { JobRescue } from "./rescue-jobs.ts";

type Base = Pick<Context, "db" | "config" | "now">;

/** @param outage how the log tells that the database does not answer; null: as the runner does */
const loggerOf = (outage: "info" | null): Logger =>
  new Logger(() => (level, text, meta) => {
    const error = meta?.error ?? meta?.reason;
    // What follows is the error's own message, which may quote somebody's data.
    const message = text.split(/ with error |: |\n/, 1)[0];
    if (level !== "error" && level !== "warning") log.debug(message);
    else if (outage && isUnavailable(error)) log[outage]({ err: error }, message);
    else log[level === "error" ? "error" : "warn"]({ err: error }, message);
  });

const loggers = { real: loggerOf(null), sandbox: loggerOf("info") };

const taskList = (base: Base, handlers = jobHandlers): TaskList =>
  Object.fromEntries(
    handlers.flatMap((handler) => {
      const run = (payload: unknown) => handler.run(createContext(base, systemViewer), payload as never);
      const former = Object.keys(formerNames).filter((name) => formerNames[name] === handler.name);
      return [handler.name, ...former].map((name) => [name, run]);
    }),
  );

const shared = ({ db, config }: Base): SharedOptions => ({
  pgPool: poolOf(db),
  logger: config.sandbox ? loggers.sandbox : loggers.real,
  noPreparedStatements: false,
});

/** Makes the tables of the job queue, or brings them up to date. */
export const migrateJobs = (base: Base): Promise<void> => runMigrations(shared(base));

/** Jobs that run until `stop` is called, which waits for those that are under way. */
export interface RunningJobs {
  stop(): Promise<void>;
}

/** What is said where the runner lets its listening connection go twice: since it broke, and since the runner was stopped meanwhile. */
const letGoTwice = /^Release called on client which has already been released/;

/** How soon a runner that stopped by itself is started anew, in milliseconds. */
const restartMs = 500;

/**
 * Starts what runs jobs, and starts it anew when it stopped: after a loss of the database it may have given up on what it could not
 * write back. The jobs that it held are given back as those of a killed process are.
 */
export async function startJobs(base: Base): Promise<RunningJobs> {
  await readCatalogues();
  const { jobConcurrency } = base.config;
  const lanes = [
    await startLane(base, shortJobs, jobConcurrency, schedules),
    await startLane(base, longJobs, longJobsAtOnce(jobConcurrency), []),
    await startLane(base, outwardJobs, longJobsAtOnce(jobConcurrency), []),
  ];
  /*
   * Graphile Worker waits for nobody where it writes down how a job ended: while the database is away that is a rejection that nobody
   * hears, which would end the process, and the job stays taken by a worker that lives. New workers give it back.
   */
  const surviveOutages = (reason: unknown): void => {
    if (letGoTwice.test(String((reason as Error | null)?.message))) return;
    if (!isUnavailable(reason)) throw reason;
    log.warn({ err: reason }, "The end of a job could not be written down: the database does not answer.");
    for (const lane of lanes) lane.startAnew();
  };
  process.on("unhandledRejection", surviveOutages);
  return {
    stop: async () => {
      await Promise.all(lanes.map((lane) => lane.stop()));
      process.off("unhandledRejection", surviveOutages);
    },
  };
}

/** How many long jobs run beside the others, and how many that wait for others: half as many, one at least. */
const longJobsAtOnce = (jobConcurrency: number): number => Math.max(1, Math.floor(jobConcurrency / 2));

/** What jobs of this concurrency take of the database at most: each its own and one that it asks for, and two for each lane's upkeep. */
export const connectionsOfJobs = (jobConcurrency: number): number =>
  3 * 2 + 2 * (jobConcurrency + 2 * longJobsAtOnce(jobConcurrency));

interface Lane extends RunningJobs {
  /** Lets its workers go, once they have done what they are at, and takes others. */
  startAnew(): void;
}

async function startLane(...lane: Parameters<typeof startRunner>): Promise<Lane> {
  let stopping = false;
  let current = await startRunner(...lane);
  const keep = async (): Promise<void> => {
    for (;;) {
      await current.ended;
      if (stopping) return;
      log[levelOfOutage(lane[0].config)]("The job runner stopped. It is started anew.");
      await delay(restartMs);
      if (!stopping)
        current = await startRunner(...lane).catch(() => ({ ended: Promise.resolve(), stop: async () => {} }));
    }
  };
  const kept = keep();
  return {
    startAnew: () => void current.stop(),
    stop: async () => {
      stopping = true;
      await current.stop();
      await kept;
    },
  };
}

interface StartedRunner extends RunningJobs {
  /** Settles once it is over, for whatever reason. */
  ended: Promise<void>;
}

async function startRunner(
  base: Base,
  handlers: readonly JobHandler[],
  concurrency: number,
  clock: typeof schedules,
): Promise<StartedRunner> {
  const events: WorkerEvents = new EventEmitter();
  const rescue = new JobRescue(poolOf(base.db), events, levelOfOutage(base.config));
  const runner = await run({
    ...shared(base),
    events,
    taskList: taskList(base, handlers),
    parsedCronItems: parseCronItems(
      clock.map(({ name, cron }) => ({ task: name, match: cron, identifier: name, payload: {} })),
    ),
    concurrency,
    pollInterval: 2_000,
    noHandleSignals: true,
  });
  rescue.start();
  // One that could not write a job's end back is lost, and its job with it, until all are started anew.
  events.on("worker:fatalError", () => void runner.stop().catch(() => {}));
  const ended = runner.promise
    .catch((err: unknown) =>
      log[base.config.sandbox && isUnavailable(err) ? "info" : "error"]({ err }, "The job runner stopped."),
    )
    .then(() => rescue.stop());
  return {
    ended,
    stop: async () => {
      await runner.stop().catch(() => {});
      await ended;
    },
  };
}

/** Runs every job that is due, and those that they leave, then returns: for seeds and tests. */
export const runDueJobs = (base: Base): Promise<void> =>
  runOnce({ ...shared(base), taskList: taskList(base), noHandleSignals: true });
