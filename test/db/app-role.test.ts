import { rm } from "node:fs/promises";
import path from "node:path";
import pg from "pg";
import { auditIsAppendOnly } from "../../server/core/audit-rights.ts";
import { readConfig } from "../../server/core/config.ts";
import { startEmbedded } from "../../server/db/embedded/start.ts";
import { databaseUrls, openDatabase } from "../../server/open-database.ts";
import { makeDataFolder } from "../support/data-folder.ts";
import { startServerProcess } from "../support/server-process.ts";
import { World } from "../support/world.ts";

const asOwner = async (url: string, statement: string) => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client.query(statement).finally(() => client.end());
};

test("a data folder of the version that had one role is taken over, with what is in it", async () => {
  const folder = await makeDataFolder("role");
  const config = readConfig({});
  const options = { dataDir: path.join(folder, "postgres"), throwaway: true };
  let embedded = await startEmbedded(options);
  try {
    // As that version left it: everything belongs to the superuser, and there is no other role.
    const before = await openDatabase({ url: embedded.url, ownerUrl: embedded.url }, config);
    expect(await auditIsAppendOnly(before.db)).toBe(false);
    await before.db.query("INSERT INTO number_series (name, last) VALUES ('kept', 7)");
    await before.db.destroy();
    await asOwner(embedded.url, "DROP ROLE accrue_app");
    await embedded.stop();

    embedded = await startEmbedded(options);
    const after = await openDatabase(databaseUrls(config, embedded), config);
    expect(await after.db.query("SELECT current_user AS role, last FROM number_series WHERE name = 'kept'")).toEqual([
      { role: "accrue_app", last: 7 },
    ]);
    expect(await auditIsAppendOnly(after.db)).toBe(true);
    await after.db.destroy();

    // Another process joins the same server, as the same role.
    const joined = await startEmbedded(options);
    expect([joined.adopted, joined.appUrl]).toEqual([true, embedded.appUrl]);
  } finally {
    await embedded.stop();
    await rm(folder, { recursive: true, force: true });
  }
});

describe("on a database of somebody else's", () => {
  let world: World;
  beforeEach(async () => {
    world = await World.start();
  });
  afterEach(() => world.stop());

  test("a server with one role for everything starts, and says what that means", async () => {
    const server = await startServerProcess({ DATABASE_URL: world.database.ownerUrl });
    const answer = await fetch(`${server.url}/readyz`);
    expect([answer.status, await answer.json()]).toEqual([
      200,
      { status: "ready", auditLog: expect.stringContaining("DATABASE_OWNER_URL") },
    ]);
    expect(await server.stop()).toBe(0);
    expect(server.output().match(/could change the audit log/g)).toHaveLength(1);
  });

  test("a table that a migration makes is the server's to use after the next start", async () => {
    await world.sqlAsOwner("CREATE TABLE public.newer (id integer)");
    await expect(world.sql("SELECT * FROM newer")).rejects.toThrow("permission denied");
    const { url, ownerUrl } = world.database;
    const base = await openDatabase({ url, ownerUrl }, readConfig({}));
    expect(await base.db.query("SELECT * FROM newer")).toEqual([]);
    await base.db.destroy();
  });

  test("a role that may not make tables says whom it needs, where some are missing", async () => {
    await world.sqlAsOwner("DELETE FROM migration WHERE timestamp = (SELECT max(timestamp) FROM migration)");
    const { url } = world.database;
    await expect(openDatabase({ url, ownerUrl: url }, readConfig({}))).rejects.toThrow(
      /cannot be brought up to date: .*\. Set DATABASE_OWNER_URL to the role that owns them\.$/,
    );
  });
});
