import type DataLoader from "dataloader";
import type { DataSource, EntityManager } from "typeorm";
import type { Config } from "./config.ts";
import { defaultLanguage, type Language } from "./messages/sentence.ts";
import type { Sandbox } from "./sandbox.ts";
import type { Topic } from "./topic.ts";
import type { Viewer } from "./viewer.ts";

/** What every operation gets first: who asks, when, and the database. One for each request and each job. */
export interface Context {
  viewer: Viewer;
  /** The only clock: tests and seeds set it. */
  now(): Date;
  db: DataSource;
  config: Config;
  /** Where test keys lead. Left out: there is none, as in jobs and in the sandbox itself. */
  sandbox?: Sandbox;
  request: RequestFacts;
  loaders: Map<object, DataLoader<never, unknown>>;
}

/** What an operation may know of the request that it answers. */
export interface RequestFacts {
  /** Stands in logs and in the audit log; null in a job. */
  id: string | null;
  /** What its client calls it, for the log. */
  clientId: string | null;
  /** The trace of which its client says that it is part, for the log. */
  traceId: string | null;
  ip: string | null;
  /** The language that whoever asks reads, of those that there are. */
  language: Language;
  /** What the browser or program calls itself; empty in a job. */
  userAgent: string;
  /** SHA-256 of the token that came with the request, so that signing out can end it. */
  tokenHash: Buffer | null;
  /** Whether it came as a browser's cookie. */
  byCookie: boolean;
  /** Owner and SHA-256 of its `Idempotency-Key`, where it came with one. */
  idempotent: readonly [owner: string, keyHash: Buffer] | null;
  /** What the answer is to be given again for, where somebody goes on looking at it; null: it is given once. */
  follows: Set<Topic> | null;
  /** Codes of what GraphQL refused of it, for the log. */
  refusals: string[];
  /** Gives a browser its cookie, or takes it away. */
  setToken(token: string | null, expiresAt?: Date): void;
}

export const noRequest: RequestFacts = {
  id: null,
  clientId: null,
  traceId: null,
  ip: null,
  language: defaultLanguage,
  userAgent: "",
  tokenHash: null,
  byCookie: false,
  idempotent: null,
  follows: null,
  refusals: [],
  setToken: () => {},
};

/** A context of its own for every request and job: nothing that was loaded for one is seen by another. */
export const createContext = (
  base: Pick<Context, "db" | "config" | "now" | "sandbox">,
  viewer: Viewer,
  request = noRequest,
): Context => ({
  ...base,
  viewer,
  request,
  loaders: new Map(),
});

/**
 * Runs `work` in one transaction: all of it holds, or nothing. One statement at a time on `tx`. A request with an `Idempotency-Key`
 * is marked as carried out in it, so that the answer may be lost and nothing is done twice.
 */
export const inTransaction = <T>(ctx: Context, work: (tx: EntityManager) => Promise<T>): Promise<T> =>
  ctx.db.transaction(async (tx) => {
    const result = await work(tx);
    const { idempotent } = ctx.request;
    if (idempotent)
      await tx.query("UPDATE idempotent_request SET carried_out = true WHERE owner = $1 AND key_hash = $2", [
        ...idempotent,
      ]);
    return result;
  });
