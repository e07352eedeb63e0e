import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import pg from "pg";
import { auditHead, verifyAuditChain } from "../../server/core/audit-chain.ts";
import { readConfig } from "../../server/core/config.ts";
import * as migrations from "../../server/db/migrations/index.ts";
import { openDatabase } from "../../server/open-database.ts";
import { schemaDifferences, schemaSql } from "../support/schema-sql.ts";

/** What each release left behind: a dump of its small world, and the sums of its migrations. How they are made: CONTRIBUTING.md. */
const folder = "test/data/releases";
const releases = readdirSync(folder)
  .filter((name) => name.endsWith(".sql.gz"))
  .map((name) => name.replace(".sql.gz", ""));

test.each(releases)("no migration of %s was edited: change tables by a new one", (release) => {
  const sums = readFileSync(path.join(folder, `${release}.sha256`), "utf8")
    .trimEnd()
    .split("\n");
  const now = sums.map((line) => {
    const name = line.slice(66);
    const content = readFileSync(path.join("server/db/migrations", name));
    return `${createHash("sha256").update(content).digest("hex")}  ${name}`;
  });
  expect(now).toEqual(sums);
});

test("every file of a migration is in the index, under the name that its timestamp gives it", () => {
  const files = readdirSync("server/db/migrations").filter((name) => name !== "index.ts");
  const named = Object.keys(migrations).map((name) => name.replace(/^.*?(\d{13})$/, "$1"));
  expect(files.map((name) => name.slice(0, 13)).sort()).toEqual(named.sort());
});

/** How many rows each table has that the server's people would miss. */
async function rowCounts(client: pg.Client): Promise<Map<string, number>> {
  const { rows } = await client.query<{ name: string; count: number }>(`
    SELECT relname AS name,
      (xpath('/row/n/text()', query_to_xml(format('SELECT count(*) AS n FROM public.%I', relname), false, true, '')))[1]::text::int AS count
    FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname <> 'migration' ORDER BY 1`);
  return new Map(rows.map(({ name, count }) => [name, count]));
}

describe.each(releases)("a database of %s", (release) => {
  const name = `accrue_upgrade_${process.pid}`;
  const on = (server = "") => Object.assign(new URL(server), { pathname: `/${name}` }).href;
  const [url, ownerUrl] = [on(process.env.ACCRUE_TEST_APP), on(process.env.ACCRUE_TEST_SERVER)];

  const onServer = async (statement: string) => {
    const client = new pg.Client({ connectionString: process.env.ACCRUE_TEST_SERVER });
    await client.connect();
    await client.query(statement).finally(() => client.end());
  };
  const withClient = async <T>(work: (client: pg.Client) => Promise<T>): Promise<T> => {
    const client = new pg.Client({ connectionString: ownerUrl });
    await client.connect();
    return work(client).finally(() => client.end());
  };

  beforeAll(() => onServer(`CREATE DATABASE ${name} TEMPLATE template0 ENCODING 'UTF8'`));
  afterAll(() => onServer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));

  test("is brought up to date with everything in it", async () => {
    const dump = gunzipSync(readFileSync(path.join(folder, `${release}.sql.gz`))).toString();
    await withClient((client) => client.query(dump));
    const before = await withClient(rowCounts);
    expect(before.get("program")).toBeGreaterThan(10);

    const base = await openDatabase({ url, ownerUrl }, readConfig({}));
    try {
      expect(await base.db.transaction((tx) => verifyAuditChain(tx))).toBeNull();
      expect((await auditHead(base.db.manager)).seq).toBe(before.get("audit_entry"));
    } finally {
      await base.db.destroy();
    }
    const after = await withClient(rowCounts);
    expect([...before].map(([table]) => [table, after.get(table)])).toEqual([...before]);

    const appRole = new URL(url).username;
    const actual = await withClient((client) => schemaSql(client, appRole));
    expect(schemaDifferences(readFileSync("schema.sql", "utf8"), actual)).toEqual([]);
  });
});
