import { DateTime } from "luxon";
import type { DataSource } from "typeorm";
import { createDataSource } from "../../ormconfig.ts";
import type { Context } from "../core/context.ts";
import { DomainError, ErrorCode } from "../core/errors.ts";
import { log } from "../core/log.ts";
import { madeOnce } from "../core/made-once.ts";
import { type Sandbox, type SandboxBase, sandboxConfig, sandboxNotThere } from "../core/sandbox.ts";
import { levelOfOutage } from "../core/unavailable.ts";
import { poolOf } from "../db/pool.ts";
import { connectionsOfJobs, type RunningJobs, startJobs } from "../jobs/run-jobs.ts";
import type { DatabaseUrls } from "../open-database.ts";
import { makeSandbox, sandboxMark, versionOf } from "./sandbox-database.ts";

type Base = Pick<Context, "db" | "config" | "now">;

/** At this hour of the accreditor's clock it is made anew. */
const sweptAtHour = 3;

/** How often it is looked whether that is due. */
const lookMs = 60_000;

/** Connections for requests: a trial is one program's. */
const poolSize = 5;

/** How soon it is worth asking again while it is made: that takes a few seconds. */
const retryAfterSeconds = 5;

/** How long a request waits for it rather than be told to come again. */
const patienceMs = 2_000;

export interface OpenSandboxOptions {
  /** Where jobs are run elsewhere, the sandbox's are as well. */
  runsJobs: boolean;
  /** What follows it being made anew, for tests. */
  lookMs?: number;
}

/** The sandbox's database beside the real one. */
export function sandboxUrls({ url, ownerUrl }: DatabaseUrls, config: Base["config"]): DatabaseUrls | null {
  if (!config.sandboxAllowed) return null;
  const { sandboxDatabaseUrl: given } = config;
  if (given) return { url: given, ownerUrl: given };
  if (config.databaseUrl) return null;
  const beside = (address: string): string => `${address}_sandbox`;
  return { url: beside(url), ownerUrl: beside(ownerUrl) };
}

/** The last time that it was to be made anew. */
async function lastDue({ db, now }: Base): Promise<Date> {
  const [{ zone }] = await db.query("SELECT time_zone AS zone FROM accreditor_settings");
  const local = DateTime.fromJSDate(now(), { zone });
  const today = local.startOf("day").set({ hour: sweptAtHour });
  return (today <= local ? today : today.minus({ days: 1 })).toJSDate();
}

/**
 * The sandbox of this process. Nothing of it is made, and no connection opened, before somebody asks for it or there is a test key.
 * Never awaited where the server starts: that a trial is not there is no reason for the server not to be.
 */
export function openSandbox(
  real: Base,
  urls: DatabaseUrls,
  { runsJobs, lookMs: every = lookMs }: OpenSandboxOptions,
): Sandbox {
  /** Settles with what came of it when it was last asked for. */
  let last: Promise<unknown> = Promise.resolve();
  let isOpening = false;
  let standing: SandboxBase | null = null;
  let sweeping: Promise<void> | null = null;
  let jobs: RunningJobs | null = null;
  const opened: DataSource[] = [];
  let stopped = false;

  async function open(): Promise<SandboxBase> {
    isOpening = true;
    try {
      return await makeAndConnect();
    } finally {
      isOpening = false;
    }
  }

  async function makeAndConnect(): Promise<SandboxBase> {
    const config = sandboxConfig(real.config);
    const version = versionOf(config);
    const begun = Date.now();
    const made = await makeSandbox(urls, config, real.now, (mark) => mark?.version !== version);
    if (made) log.info({ ms: Date.now() - begun }, "The sandbox was made.");
    const level = levelOfOutage(config);
    const connect = async (size: number): Promise<DataSource> => {
      const db = await createDataSource(urls.url, size, level).initialize();
      poolOf(db, level);
      opened.push(db);
      return db;
    };
    try {
      const base = { db: await connect(poolSize), config, now: real.now };
      if (runsJobs) jobs = await startJobs({ ...base, db: await connect(connectionsOfJobs(config.jobConcurrency)) });
      standing = base;
      return base;
    } catch (error) {
      // Whoever asks next begins with connections of its own.
      for (const db of opened.splice(0)) await db.destroy();
      throw error;
    }
  }

  const opening = madeOnce(open, (err, seconds) =>
    log.error({ err, retryAfterSeconds: seconds }, "The sandbox cannot be opened."),
  );

  async function base(): Promise<SandboxBase> {
    const begun = opening();
    last = begun.catch((error: unknown) => error);
    const late = Symbol();
    let timer: NodeJS.Timeout | undefined;
    const first = await Promise.race([
      last,
      new Promise<typeof late>((resolve) => {
        timer = setTimeout(() => resolve(late), patienceMs);
      }),
    ]);
    clearTimeout(timer);
    if (first === late) throw new DomainError(ErrorCode.UNAVAILABLE, "apiKeys.sandboxIsMade", { retryAfterSeconds });
    return standing ?? Promise.reject(sandboxNotThere(first));
  }

  function sweep(stale: Parameters<typeof makeSandbox>[3] = () => true): void {
    const begun = Date.now();
    sweeping ??= makeSandbox(urls, sandboxConfig(real.config), real.now, stale)
      .then((made) => {
        if (made) log.info({ ms: Date.now() - begun }, "The sandbox was made anew.");
      })
      .catch((err: unknown) => log.error({ err }, "The sandbox could not be made anew."))
      .finally(() => {
        sweeping = null;
      });
  }

  const look = async (): Promise<void> => {
    const [{ used }] = await real.db.query(
      "SELECT EXISTS (SELECT FROM api_key WHERE sandbox AND revoked_at IS NULL AND expires_at > $1) AS used",
      [real.now()],
    );
    if (!used || stopped) return;
    await base();
    const due = await lastDue(real);
    const mark = await sandboxMark(urls);
    const isOld = (found: typeof mark): boolean => found === null || new Date(found.madeAt) < due;
    if (isOld(mark) && !stopped) sweep(isOld);
  };
  const lookQuietly = (): void =>
    void look().catch((err: unknown) => log.debug({ err }, "The sandbox is not there yet."));
  const timer = setInterval(lookQuietly, every);
  lookQuietly();

  return {
    base,
    opened: () => standing,
    madeAt: async () => {
      const mark = await sandboxMark(urls);
      return mark && new Date(mark.madeAt);
    },
    isBeingMade: () => sweeping !== null || isOpening,
    sweep: () => sweep(),
    stop: async () => {
      stopped = true;
      clearInterval(timer);
      await last;
      await jobs?.stop();
      for (const db of opened) await db.destroy();
      // A process that ends leaves what it was at: the next one clears it.
      await sweeping;
    },
  };
}
