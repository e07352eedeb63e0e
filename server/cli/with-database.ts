import path from "node:path";
import { systemViewer } from "../core/audit.ts";
import { ConfigError, readConfig } from "../core/config.ts";
import { type Context, createContext } from "../core/context.ts";
import { EmbeddedPostgresError } from "../db/embedded/failure.ts";
import { releaseEmbedded } from "../db/embedded/release.ts";
import { startEmbedded } from "../db/embedded/start.ts";
import { DatabaseError, databaseUrls, openDatabase } from "../open-database.ts";

/** A command was called wrongly. The message is one sentence that says how. */
export class UsageError extends Error {}

/**
 * Runs a command against the database of the settings, migrated, as the system. Ends the process.
 * @param command gets the address of the tables' owner as well
 */
export async function withDatabase(command: (ctx: Context, ownerUrl: string) => Promise<void>): Promise<never> {
  try {
    const config = readConfig();
    const embedded = config.databaseUrl
      ? null
      : await startEmbedded({ dataDir: path.join(config.dataDir, "postgres") });
    const urls = databaseUrls(config, embedded);
    const base = await openDatabase(urls, config);
    try {
      await command(createContext(base, systemViewer), urls.ownerUrl);
    } finally {
      await base.db.destroy();
      if (embedded) await releaseEmbedded(embedded);
    }
    process.exit();
  } catch (error) {
    const told = [ConfigError, EmbeddedPostgresError, DatabaseError, UsageError].some((type) => error instanceof type);
    console.error(told ? (error as Error).message : error);
    process.exit(1);
  }
}
