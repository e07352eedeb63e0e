import { rm } from "node:fs/promises";
import path from "node:path";
import pg from "pg";
import type { Embedded } from "../../server/db/embedded/start.ts";

export default async function globalTeardown(): Promise<void> {
  const embedded = (globalThis as Record<string, unknown>).accrueEmbedded as Embedded | null;
  if (embedded) {
    await embedded.stop();
    await rm(path.dirname(embedded.dataDir), { recursive: true, force: true });
    return;
  }
  const client = new pg.Client({ connectionString: process.env.ACCRUE_TEST_SERVER });
  await client.connect();
  await client.query(`DROP DATABASE IF EXISTS ${process.env.ACCRUE_TEST_TEMPLATE}`);
  await client.query(`DROP ROLE ${new URL(process.env.ACCRUE_TEST_APP ?? "").username}`);
  await client.end();
}
