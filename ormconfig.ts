import "reflect-metadata";
import pg from "pg";
import { DataSource } from "typeorm";
import { entities } from "./server/db/entities.ts";
import * as migrations from "./server/db/migrations/index.ts";
import { watchConnection } from "./server/db/pool.ts";
import { SnakeNaming } from "./server/db/snake-naming.ts";

// A calendar day has no time and no zone: "2026-03-08" must never become a Date.
pg.types.setTypeParser(pg.types.builtins.DATE, (day) => day);

/** How long a transaction may do nothing, in milliseconds. */
const idleInTransactionMs = 60_000;

/**
 * The one DataSource, for the server and for TypeORM's command line.
 * @param url address of a PostgreSQL database
 * @param poolSize connections kept at most
 * @param level how the log tells of a connection that breaks
 */
export const createDataSource = (url: string, poolSize = 20, level: "warn" | "info" = "warn"): DataSource =>
  new DataSource({
    type: "postgres",
    url,
    entities,
    migrations: Object.values(migrations),
    migrationsTableName: "migration",
    migrationsTransactionMode: "each",
    namingStrategy: new SnakeNaming(),
    synchronize: false,
    applicationName: "accrue",
    extra: {
      max: poolSize,
      connectionTimeoutMillis: 10_000,
      onConnect: watchConnection(level),
      // The last line: whatever forgot its transaction loses it, with the locks that it holds.
      idle_in_transaction_session_timeout: idleInTransactionMs,
    },
  });

export default createDataSource(
  process.env.DATABASE_OWNER_URL ?? process.env.DATABASE_URL ?? "postgres://localhost/accrue",
);
