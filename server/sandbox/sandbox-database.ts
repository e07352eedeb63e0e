import { createHash } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import type { Config } from "../core/config.ts";
import { advisoryLocks } from "../core/locks.ts";
import * as migrations from "../db/migrations/index.ts";
import { seed } from "../demo/seed.ts";
import { type DatabaseUrls, openDatabase } from "../open-database.ts";

/** What the sandbox's database says of itself, in its comment: only what says so is ever dropped. */
interface Mark {
  state: "begun" | "done";
  /** Of what it was made: tables of another version, or secrets of another key, are no use. */
  version: string;
  madeAt: string;
}

const word = "Accrue's sandbox, dropped and made again every night";

const markOf = (comment: string | null): Mark | null => {
  const [said, state, version = "", madeAt = ""] = (comment ?? "").split(" | ");
  return said === word && (state === "begun" || state === "done") ? { state, version, madeAt } : null;
};

/** The database cannot be made here. The message is one sentence that says what to do. */
export class SandboxError extends Error {}

/** What the sandbox is made of now. */
export const versionOf = ({ secretsKey, publicUrl }: Pick<Config, "secretsKey" | "publicUrl">): string =>
  createHash("sha256")
    .update(JSON.stringify([Object.keys(migrations), secretsKey?.toString("hex") ?? "", publicUrl]))
    .digest("hex")
    .slice(0, 16);

const nameOf = (url: string): string => new URL(url).pathname.slice(1);
const withName = (url: string, name: string): string => Object.assign(new URL(url), { pathname: `/${name}` }).href;

/** A connection to the server, to none of its databases that are dropped or renamed. */
async function onServer<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: withName(url, "postgres"), connectionTimeoutMillis: 10_000 });
  client.on("error", () => {});
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Null: there is no such database. */
async function commentOn(client: pg.Client, name: string): Promise<{ mark: Mark | null } | null> {
  const { rows } = await client.query<{ comment: string | null }>(
    "SELECT shobj_description(oid, 'pg_database') AS comment FROM pg_database WHERE datname = $1",
    [name],
  );
  return rows[0] ? { mark: markOf(rows[0].comment) } : null;
}

const setMark = (client: pg.Client, name: string, { state, version, madeAt }: Mark): Promise<unknown> =>
  client.query(
    `COMMENT ON DATABASE ${pg.escapeIdentifier(name)} IS ${pg.escapeLiteral([word, state, version, madeAt].join(" | "))}`,
  );

/** Whether nothing was ever put into it: whoever made it was killed before it could be marked. */
async function isEmpty(url: string, name: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: withName(url, name), connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    const { rows } = await client.query("SELECT FROM pg_class WHERE relnamespace = 'public'::regnamespace LIMIT 1");
    return rows.length === 0;
  } finally {
    await client.end();
  }
}

/** @throws SandboxError where it is not the sandbox's */
async function drop(client: pg.Client, url: string, name: string): Promise<void> {
  const found = await commentOn(client, name);
  if (!found) return;
  if (!found.mark && !(await isEmpty(url, name)))
    throw new SandboxError(
      `There is a database ${name} that is not the sandbox's: give it another name, or set SANDBOX_DATABASE_URL to a name that is free.`,
    );
  await client.query(`DROP DATABASE IF EXISTS ${pg.escapeIdentifier(name)} WITH (FORCE)`);
}

/** How the sandbox stands: what it says of itself; null: there is none that is whole. */
export const sandboxMark = ({ ownerUrl }: DatabaseUrls): Promise<Mark | null> =>
  onServer(ownerUrl, async (client) => {
    const found = await commentOn(client, nameOf(ownerUrl));
    return found?.mark?.state === "done" ? found.mark : null;
  });

/**
 * Makes the sandbox anew beside the one that is there, and puts it in its place: at no moment is there half of one, and whoever is killed here
 * leaves what the next one clears. One at a time, whichever process.
 * @param isStale whether what is there has to go; where another was faster it has not
 */
export function makeSandbox(
  urls: DatabaseUrls,
  config: Config,
  now: () => Date,
  isStale: (mark: Mark | null) => boolean,
): Promise<boolean> {
  const name = nameOf(urls.ownerUrl);
  const [next, last] = [`${name}_next`, `${name}_last`];
  const version = versionOf(config);
  return onServer(urls.ownerUrl, async (client) => {
    await client.query("SELECT pg_advisory_lock($1)", [advisoryLocks.sandbox]);
    const found = await commentOn(client, name);
    if (found && !found.mark) await drop(client, urls.ownerUrl, name);
    if (!isStale(found?.mark?.state === "done" ? found.mark : null)) return false;
    await drop(client, urls.ownerUrl, next);
    await drop(client, urls.ownerUrl, last);
    await client.query(`CREATE DATABASE ${pg.escapeIdentifier(next)} TEMPLATE template0 ENCODING 'UTF8'`);
    await setMark(client, next, { state: "begun", version, madeAt: "" });
    const url = withName(urls.url, next);
    const base = await openDatabase({ url, ownerUrl: withName(urls.ownerUrl, next) }, config);
    try {
      await seed({ ...base, now }, withName(urls.ownerUrl, next));
      // Nobody signs in there. Whoever finds it under its own name is its first one: else it would take itself for a restored backup.
      await base.db.query("UPDATE account SET demo = false, password_hash = NULL");
      await base.db.query(
        "UPDATE installation SET identity = NULL, folder = NULL, timeline = NULL, alive_at = NULL, held_since = NULL",
      );
    } finally {
      await base.db.destroy();
    }
    await setMark(client, next, { state: "done", version, madeAt: now().toISOString() });
    await swap(client, name, next, last);
    await drop(client, urls.ownerUrl, last);
    return true;
  });
}

/** How often it is tried to rename a database to which others connect again and again. */
const mostTries = 50;

/** Whoever is connected to the old one loses it, as when the database is started anew, and finds the new one under the same name. */
async function swap(client: pg.Client, name: string, next: string, last: string): Promise<void> {
  const [is, will, was] = [name, next, last].map((each) => pg.escapeIdentifier(each));
  for (let tries = 1; ; tries++) {
    try {
      await client.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = ANY($1)", [
        [name, next],
      ]);
      await client.query("BEGIN");
      if (await commentOn(client, name)) await client.query(`ALTER DATABASE ${is} RENAME TO ${was}`);
      await client.query(`ALTER DATABASE ${will} RENAME TO ${is}`);
      await client.query("COMMIT");
      return;
    } catch (error) {
      await client.query("ROLLBACK");
      // Somebody is connected again.
      if ((error as { code?: string }).code !== "55006" || tries === mostTries) throw error;
      await delay(50);
    }
  }
}
