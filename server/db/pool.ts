import type pg from "pg";
import type { DataSource } from "typeorm";
import { log } from "../core/log.ts";

const watched = new WeakSet<pg.Pool | pg.PoolClient>();

const report = (error: Error) => log.warn({ err: error }, "A connection to the database broke.");

/**
 * For each connection, as soon as it is there: one that breaks must not end the process, and who has it may have stopped listening. The first
 * is made before anybody holds its pool.
 */
export function watchConnection(client: pg.PoolClient): void {
  if (!watched.has(client)) client.on("error", report);
  watched.add(client);
}

/** The pool that TypeORM keeps for PostgreSQL. When a connection breaks, whoever waits for it is told, and the next one gets another. */
export function poolOf(db: DataSource): pg.Pool {
  const pool = (db.driver as unknown as { master: pg.Pool }).master;
  if (!watched.has(pool)) {
    pool.on("error", report);
    // The job runner looks for this, and would listen a second time.
    pool.on("connect", watchConnection);
    watched.add(pool);
  }
  return pool;
}
