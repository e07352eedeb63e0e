import type DataLoader from "dataloader";
import type { DataSource, EntityManager } from "typeorm";
import type { Config } from "./config.ts";
import type { Viewer } from "./viewer.ts";

/** What every operation gets first: who asks, when, and the database. One for each request and each job. */
export interface Context {
  viewer: Viewer;
  /** Seconds since 1970 are never read elsewhere: tests and seeds set this clock. */
  now(): Date;
  db: DataSource;
  config: Config;
  /** Empty in a job. */
  request: { id: string; ip: string | null };
  /** The hash of the token that signed this request in, so that signing out can end it. */
  tokenHash: Buffer | null;
  loaders: Map<object, DataLoader<never, unknown>>;
}

/** Runs `work` in one transaction: all of it holds, or nothing. One statement at a time on `tx`. */
export const inTransaction = <T>(ctx: Context, work: (tx: EntityManager) => Promise<T>): Promise<T> =>
  ctx.db.transaction(work);
