import pg from "pg";
import type { Context } from "../core/context.ts";
import { log } from "../core/log.ts";

/** The channel on which triggers tell, each time the topics of one change. */
const channel = "accrue";

/** After so long it is tried again to listen, in milliseconds. */
const againMs = 1_000;

/** So long a connection may take to be made, in milliseconds. */
const connectMs = 5_000;

/** Somebody who wants to know. */
export interface Hearer {
  /** Of what; null: of anything. */
  topics: ReadonlySet<string> | null;
  /** @param of what something has happened to; null: to whatever, while nobody listened */
  hear(of: readonly string[] | null): void;
}

/**
 * What PostgreSQL tells of changes as they are committed: one connection of a process, and only while somebody wants to know. What is told while there
 * is none is lost, so that everybody hears when it is back.
 */
export class Tidings {
  readonly #hearers = new Set<Hearer>();
  #client: pg.Client | null = null;
  #listening: Promise<void> | null = null;
  #again: NodeJS.Timeout | undefined;

  constructor(private readonly base: Pick<Context, "db">) {}

  /** Takes somebody in. What the function answers settles with is to be called when they don't want to know any more. */
  async join(hearer: Hearer): Promise<() => void> {
    this.#hearers.add(hearer);
    await this.#listen();
    return () => {
      this.#hearers.delete(hearer);
      if (this.#hearers.size === 0) this.#leave();
    };
  }

  /** Settles when it listens, or could not. */
  #listen(): Promise<void> {
    this.#listening ??= this.#connect();
    return this.#listening;
  }

  async #connect(): Promise<void> {
    const { url } = this.base.db.options as { url?: string };
    const client = new pg.Client({
      connectionString: url,
      application_name: "accrue: changes",
      connectionTimeoutMillis: connectMs,
      keepAlive: true,
    });
    this.#client = client;
    // One that was left meanwhile is nobody's loss.
    const lost = (): void => {
      if (this.#client === client) this.#lost();
    };
    client.on("error", lost);
    client.on("end", lost);
    client.on("notification", ({ payload }) => this.#tell(payload?.split(" ") ?? []));
    try {
      await client.connect();
      await client.query(`LISTEN ${channel}`);
    } catch (err) {
      if (this.#client === client) log.warn({ err }, "The database does not tell of changes.");
      lost();
    }
  }

  #tell(topics: readonly string[]): void {
    for (const hearer of this.#hearers)
      if (!hearer.topics || topics.some((topic) => hearer.topics?.has(topic))) hearer.hear(topics);
  }

  #lost(): void {
    this.#leave();
    if (this.#hearers.size === 0) return;
    this.#again = setTimeout(async () => {
      await this.#listen();
      for (const hearer of this.#hearers) hearer.hear(null);
    }, againMs).unref();
  }

  #leave(): void {
    clearTimeout(this.#again);
    const client = this.#client;
    this.#client = null;
    this.#listening = null;
    void client?.end().catch(() => {});
  }
}
