import type { World } from "./world.ts";

/** Waits until so many statements of the world's database wait for a lock. */
export async function blocked(world: World, count: number): Promise<void> {
  for (;;) {
    const [{ waiting }] = await world.sql(
      "SELECT count(*)::int AS waiting FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
    );
    if (waiting >= count) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Holds what `lock` locks until `release` is called. */
export async function holding(world: World, lock: string, values: unknown[]): Promise<{ release(): Promise<void> }> {
  const runner = world.base.db.createQueryRunner();
  await runner.startTransaction();
  await runner.query(lock, values);
  return {
    async release() {
      await runner.rollbackTransaction();
      await runner.release();
    },
  };
}
