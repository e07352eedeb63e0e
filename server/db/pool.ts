import type pg from "pg";
import type { DataSource } from "typeorm";
import { log } from "../core/log.ts";

const watched = new WeakSet<pg.Pool>();

/**
 * The pool that TypeORM keeps for PostgreSQL. A connection that breaks must not end the process: whoever
 * waits for it is told, the next one gets another.
 */
export function poolOf(db: DataSource): pg.Pool {
  const pool = (db.driver as unknown as { master: pg.Pool }).master;
  if (!watched.has(pool)) {
    const report = (error: Error) => log.warn({ err: error }, "A connection to the database broke.");
    pool.on("error", report);
    pool.on("connect", (client) => client.on("error", report));
    watched.add(pool);
  }
  return pool;
}
