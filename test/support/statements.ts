import type { DataSource } from "typeorm";
import { poolOf } from "../../server/db/pool.ts";

/** Counts what goes to PostgreSQL while `work` runs, whoever sends it. Transaction bounds count too. */
export async function countStatements(db: DataSource, work: () => Promise<unknown>): Promise<number> {
  const probe = await poolOf(db).connect();
  const prototype = Object.getPrototypeOf(probe) as { query: (...args: unknown[]) => unknown };
  probe.release();
  const original = prototype.query;
  let count = 0;
  prototype.query = function (this: unknown, ...args: unknown[]) {
    count++;
    return original.apply(this, args);
  };
  try {
    await work();
  } finally {
    prototype.query = original;
  }
  return count;
}
