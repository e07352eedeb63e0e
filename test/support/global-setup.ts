import { randomUUID } from "node:crypto";
import path from "node:path";
import pg from "pg";
import { readConfig } from "../../server/core/config.ts";
import { type Embedded, startEmbedded } from "../../server/db/embedded/start.ts";
import { openDatabase } from "../../server/open-database.ts";
import { makeDataFolder } from "./data-folder.ts";

/** Starts PostgreSQL for the whole run (or takes the one of DATABASE_URL), and migrates the template that every test file's database is cloned from. */
export default async function globalSetup(): Promise<void> {
  const embedded = process.env.DATABASE_URL ? null : await startThrowaway();
  const server = process.env.DATABASE_URL ?? embedded?.url ?? "";
  const template = `accrue_template_${process.pid}`;
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  await client.query(`DROP DATABASE IF EXISTS ${template}`);
  await client.query(`CREATE DATABASE ${template} TEMPLATE template0 ENCODING 'UTF8'`);
  await client.end();
  const url = new URL(server);
  url.pathname = `/${template}`;
  const app = new URL(embedded?.appUrl ?? (await makeAppRole(server)));
  app.pathname = url.pathname;
  const base = await openDatabase({ url: app.href, ownerUrl: url.href }, readConfig({}));
  await base.db.destroy();
  // A clone is no copy of a database that anybody ran on.
  const owner = new pg.Client({ connectionString: url.href });
  await owner.connect();
  await owner.query("UPDATE installation SET identity = NULL").finally(() => owner.end());
  process.env.ACCRUE_TEST_APP = app.href;
  process.env.ACCRUE_TEST_SERVER = server;
  process.env.ACCRUE_TEST_TEMPLATE = template;
  (globalThis as Record<string, unknown>).accrueEmbedded = embedded;
}

/** On a server of somebody else's: a role that owns nothing, until the run is over. */
async function makeAppRole(server: string): Promise<string> {
  const url = Object.assign(new URL(server), { username: `accrue_test_${process.pid}`, password: randomUUID() });
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  await client.query(`CREATE ROLE ${url.username} LOGIN PASSWORD '${url.password}'`).finally(() => client.end());
  return url.href;
}

async function startThrowaway(): Promise<Embedded> {
  const folder = await makeDataFolder("test");
  return startEmbedded({
    dataDir: path.join(folder, "postgres"),
    throwaway: true,
    // Clones of the template cost the kernel a copy of each file, instead of us a copy of each page.
    settings: { max_connections: "300", file_copy_method: "clone" },
  });
}
