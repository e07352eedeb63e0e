import fs from "node:fs";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { EmbeddedPostgresError, hasCode, message } from "./failure.ts";
import { isAlive, processToken } from "./process.ts";

/** Longer than `startTimeout`, so that whoever waits outlasts a slow but living starter. */
const lockTimeout = 150_000;

/**
 * Runs `work` while no other process does so under the same lock. A lock is a folder with one file, named after its
 * holder. It is taken by renaming a prepared folder onto it, which succeeds only when nothing or an empty folder is
 * there; a dead holder's file is removed by its own name. So nobody can remove a lock that somebody else just took.
 */
export async function withLock<T>(lock: string, work: () => Promise<T>): Promise<T> {
  const token = processToken();
  const prepared = `${lock}.${token}`;
  const deadline = Date.now() + lockTimeout;
  try {
    fs.mkdirSync(prepared, { mode: 0o700 });
    fs.writeFileSync(path.join(prepared, token), "");
    while (!renamesOnto(prepared, lock)) {
      const holder = holderOf(lock);
      if (holder && !isAlive(holder)) fs.rmSync(path.join(lock, holder), { force: true });
      else if (Date.now() < deadline) await delay(50);
      else {
        throw new EmbeddedPostgresError(
          `Process ${holder?.split(".")[0]} has been starting the embedded PostgreSQL for too long: end it, then start again.`,
        );
      }
    }
  } catch (cause) {
    fs.rmSync(prepared, { recursive: true, force: true });
    if (cause instanceof EmbeddedPostgresError) throw cause;
    throw new EmbeddedPostgresError(
      `Nothing can be written beside the data folder (${message(cause)}): choose a data folder in a folder this user may write to.`,
      { cause },
    );
  }
  try {
    return await work();
  } finally {
    fs.rmSync(path.join(lock, token), { force: true });
    try {
      fs.rmdirSync(lock);
    } catch {
      // The next holder has it already.
    }
  }
}

function holderOf(lock: string): string | undefined {
  try {
    return fs.readdirSync(lock)[0];
  } catch (error) {
    if (hasCode(error, "ENOENT")) return undefined; // Released in this moment.
    throw error;
  }
}

function renamesOnto(folder: string, target: string): boolean {
  try {
    fs.renameSync(folder, target);
    return true;
  } catch (error) {
    if (hasCode(error, "ENOTEMPTY") || hasCode(error, "EEXIST")) return false;
    throw error;
  }
}
