import type { DataSource } from "typeorm";
import { createDataSource } from "../ormconfig.ts";
import { RehearsalError, standByRehearsal } from "./begin-rehearsal.ts";
import type { Config } from "./core/config.ts";
import type { Context } from "./core/context.ts";
import { heldSince } from "./core/hold.ts";
import { advisoryLocks } from "./core/locks.ts";
import { grantToApp } from "./db/app-role.ts";
import type { Embedded } from "./db/embedded/start.ts";
import { poolOf } from "./db/pool.ts";
import { connectionsOfJobs, migrateJobs } from "./jobs/run-jobs.ts";

/** The database cannot be reached or used. The message is one sentence that says what to do. */
export class DatabaseError extends Error {}

type Base = Pick<Context, "db" | "config" | "now">;

/** Any number that no other program on the same server is likely to lock. */
const migrationLock = advisoryLocks.migrations;

/** How the database is reached, by which role. */
export interface DatabaseUrls {
  /** For the server and its jobs. */
  url: string;
  /** For migrations: the role that owns the tables. The same as `url` where there is one role for everything. */
  ownerUrl: string;
}

export const databaseUrls = (config: Config, embedded: Embedded | null): DatabaseUrls =>
  embedded
    ? { url: embedded.appUrl, ownerUrl: embedded.url }
    : { url: config.databaseUrl ?? "", ownerUrl: config.databaseOwnerUrl ?? config.databaseUrl ?? "" };

/**
 * Connects, and brings the tables up to date as their owner. Several servers may start at once on one database: one migrates, the
 * others wait. Where the database is not where it last was, nothing goes out from it until staff say so.
 * @throws DatabaseError
 */
export async function openDatabase({ url, ownerUrl }: DatabaseUrls, config: Config): Promise<Base> {
  const now = () => new Date();
  const base = { db: await connect(url, "DATABASE_URL"), config, now };
  if (ownerUrl === url) {
    await migrate(base, url);
    await assertWhole(base, url);
    await standBy(base);
    return base;
  }
  const [{ role }] = await base.db.query("SELECT current_user AS role");
  const owner = await connect(ownerUrl, "DATABASE_OWNER_URL");
  try {
    await migrate({ db: owner, config, now }, ownerUrl, () => grantToApp(owner, role));
  } finally {
    await owner.destroy();
  }
  await assertWhole(base, url);
  await standBy(base);
  return base;
}

/** Before anything may go out: what it is, and whether it is where it was. */
async function standBy(base: Base): Promise<void> {
  await standByRehearsal(base).catch((error: unknown) => {
    throw error instanceof RehearsalError ? new DatabaseError(error.message) : error;
  });
  await heldSince(base);
}

/** What no start can mend: rows that the migrations made, and nobody may delete, are gone. */
async function assertWhole({ db }: Base, url: string): Promise<void> {
  const [{ whole }] = await db.query("SELECT EXISTS (SELECT FROM accreditor_settings) AS whole");
  if (!whole)
    throw new DatabaseError(
      `The database at ${describe(url)} has lost the accreditor's settings: bring it back from a backup, or begin with an empty database.`,
    );
}

/** Connections of their own for jobs: those never wait for requests, nor requests for them. */
export async function openForJobs(base: Base): Promise<Base> {
  const { url } = base.db.options as { url?: string };
  return { ...base, db: await connect(url ?? "", "DATABASE_URL", connectionsOfJobs(base.config.jobConcurrency)) };
}

async function connect(url: string, setting: string, poolSize?: number): Promise<DataSource> {
  try {
    const db = await createDataSource(url, poolSize).initialize();
    // From here on a connection that breaks is only reported.
    poolOf(db);
    return db;
  } catch (error) {
    throw new DatabaseError(
      `The database at ${describe(url)} cannot be reached: ${reasonOf(error)}. Check that it runs and that ${setting} is right.`,
    );
  }
}

async function migrate(base: Base, url: string, afterwards?: () => Promise<void>): Promise<void> {
  const lock = base.db.createQueryRunner();
  try {
    await lock.query("SELECT pg_advisory_lock($1)", [migrationLock]);
    await base.db.runMigrations();
    await migrateJobs(base);
    await afterwards?.();
    await lock.query("SELECT pg_advisory_unlock($1)", [migrationLock]);
  } catch (error) {
    const hint =
      (error as { code?: string }).code === "42501" ? " Set DATABASE_OWNER_URL to the role that owns them." : "";
    throw new DatabaseError(
      `The tables of the database at ${describe(url)} cannot be brought up to date: ${reasonOf(error)}.${hint}`,
    );
  } finally {
    await lock.release();
  }
}

const reasonOf = (error: unknown): string => {
  const { message, code, errors } = error as Error & { code?: string; errors?: Error[] };
  return (message || errors?.[0]?.message || code || String(error)).replace(/\.$/, "");
};

/** Host and database without the password. */
function describe(url: string): string {
  const { hostname, port, pathname } = new URL(url);
  return `${hostname}${port ? `:${port}` : ""}${pathname}`;
}
