import { createDataSource } from "../ormconfig.ts";
import type { Config } from "./core/config.ts";
import type { Context } from "./core/context.ts";
import { migrateJobs } from "./run-jobs.ts";

/** The database cannot be reached or used. The message is one sentence that says what to do. */
export class DatabaseError extends Error {}

/** Any number that no other program on the same server is likely to lock. */
const migrationLock = 4_117_225_901;

/**
 * Connects and brings the tables up to date. Several servers may start at once on one database: one migrates, the others wait.
 * @throws DatabaseError
 */
export async function openDatabase(url: string, config: Config): Promise<Pick<Context, "db" | "config" | "now">> {
  const db = createDataSource(url);
  const base = { db, config, now: () => new Date() };
  try {
    await db.initialize();
  } catch (error) {
    throw new DatabaseError(
      `The database at ${describe(url)} cannot be reached: ${reasonOf(error)}. Check that it runs and that DATABASE_URL is right.`,
    );
  }
  const lock = db.createQueryRunner();
  try {
    await lock.query("SELECT pg_advisory_lock($1)", [migrationLock]);
    await db.runMigrations();
    await migrateJobs(base);
    await lock.query("SELECT pg_advisory_unlock($1)", [migrationLock]);
  } catch (error) {
    throw new DatabaseError(
      `The tables of the database at ${describe(url)} cannot be brought up to date: ${reasonOf(error)}.`,
    );
  } finally {
    await lock.release();
  }
  return base;
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
