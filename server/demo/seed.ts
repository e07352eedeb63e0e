import type { Context } from "../core/context.ts";
import { advisoryLocks } from "../core/locks.ts";
import { emptyDatabase } from "./empty-database.ts";
import { SmallWorld } from "./small-world.ts";

const seedLock = advisoryLocks.seed;

/** How far a small world has come, kept as the last number of the series `seed`. */
const begun = 0;
export const done = 1;

/**
 * Lays the small world into an empty database. What a start that was killed left half made is cleared and made again, so it may
 * be killed at any moment.
 * @param ownerUrl address of the database for the role that owns the tables: only that one may empty them
 * @returns whether it was made; false where the database had anything in it already
 */
export async function seed(base: Pick<Context, "db" | "config" | "now">, ownerUrl: string): Promise<boolean> {
  const lock = base.db.createQueryRunner();
  try {
    await lock.query("SELECT pg_advisory_lock($1)", [seedLock]);
    const [state] = await lock.query("SELECT last FROM number_series WHERE name = 'seed'");
    const [{ used }] = await lock.query("SELECT EXISTS (SELECT 1 FROM account) AS used");
    if (state?.last === done || (!state && used)) return false;
    if (state) await emptyDatabase(ownerUrl);
    await lock.query("INSERT INTO number_series (name, last) VALUES ('seed', $1)", [begun]);
    await new SmallWorld(base).make();
    await lock.query("UPDATE number_series SET last = $1 WHERE name = 'seed'", [done]);
    return true;
  } finally {
    await lock.query("SELECT pg_advisory_unlock($1)", [seedLock]);
    await lock.release();
  }
}
