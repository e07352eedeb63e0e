import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { type Config, ConfigError } from "./config.ts";

/** Of processes that run; a config is one process's own. */
const known = new WeakMap<Config, Date>();

/** How far on this process knows the database to have been: seen by itself, or by those before it that left word in LAST_SEEN_FILE. */
export function lastSeen(config: Config): Date | null {
  const seen = known.get(config);
  if (seen || !config.lastSeenFile) return seen ?? null;
  const kept = new Date(readIfThere(config.lastSeenFile).trim());
  if (Number.isNaN(kept.getTime())) return null;
  known.set(config, kept);
  return kept;
}

/**
 * Remembers how far on the database is.
 * @throws ConfigError where the file cannot be written
 */
export function noteSeen(config: Config, at: Date): void {
  known.set(config, at);
  if (!config.lastSeenFile) return;
  const beside = `${config.lastSeenFile}.${process.pid}`;
  try {
    // Never half of it, whenever a process dies.
    writeFileSync(beside, `${at.toISOString()}\n`);
    renameSync(beside, config.lastSeenFile);
  } catch (error) {
    throw new ConfigError(
      `LAST_SEEN_FILE ${config.lastSeenFile} cannot be written (${(error as NodeJS.ErrnoException).code}): name a file in a folder where this user may write.`,
    );
  }
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return "";
    throw new ConfigError(`LAST_SEEN_FILE ${file} cannot be read (${(error as NodeJS.ErrnoException).code}).`);
  }
}
