/** What runs for each key, and what will run next. */
const running = new Map<string, Promise<unknown>>();
const waiting = new Map<string, Promise<unknown>>();

/**
 * Runs work of the same key one at a time in this process. Calls that come while one runs share the next run, which begins
 * after all of them came: each gets an answer that is not older than its question. For operations that a database lock
 * keeps apart anyway and that give the same answer again: however often somebody presses, two transactions are under way
 * and no connection waits for the lock.
 * @param key operation and IDs; nothing of it may tell one caller what another may not know
 */
export function coalesce<T>(key: string, work: () => Promise<T>): Promise<T> {
  const next = waiting.get(key);
  if (next) return next as Promise<T>;
  const run = start(key, running.get(key), work);
  waiting.set(key, run);
  return run;
}

async function start<T>(key: string, before: Promise<unknown> | undefined, work: () => Promise<T>): Promise<T> {
  // A failure before is that caller's.
  await before?.catch(() => {});
  waiting.delete(key);
  const run = work();
  running.set(key, run);
  try {
    return await run;
  } finally {
    if (running.get(key) === run) running.delete(key);
  }
}
