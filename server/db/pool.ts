import type pg from "pg";
import type { DataSource } from "typeorm";
import { log } from "../core/log.ts";

const watched = new WeakSet<pg.Pool | pg.PoolClient>();

/** What is said of a connection that breaks: of a database that goes away by plan it is no warning. */
type Level = "warn" | "info";

const reportAt =
  (level: Level) =>
  (err: Error): void =>
    log[level]({ err }, "A connection to the database broke.");

const reports = { warn: reportAt("warn"), info: reportAt("info") } satisfies Record<Level, unknown>;

/**
 * For each connection, as soon as it is there: one that breaks must not end the process, and who has it may have stopped listening. The first
 * is made before anybody holds its pool.
 */
export const watchConnection =
  (level: Level) =>
  (client: pg.PoolClient): void => {
    if (!watched.has(client)) client.on("error", reports[level]);
    watched.add(client);
  };

/**
 * The pool that TypeORM keeps for PostgreSQL. When a connection breaks, whoever waits for it is told, and the next one gets another.
 * @param level as `watchConnection` had it, where this is the first who asks for the pool
 */
export function poolOf(db: DataSource, level: Level = "warn"): pg.Pool {
  const pool = (db.driver as unknown as { master: pg.Pool }).master;
  if (!watched.has(pool)) {
    pool.on("error", reports[level]);
    // The job runner looks for this, and would listen a second time.
    pool.on("connect", watchConnection(level));
    watched.add(pool);
  }
  return pool;
}
