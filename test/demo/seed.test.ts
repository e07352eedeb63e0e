import pg from "pg";
import type { DataSource } from "typeorm";
import { emptyDatabase } from "../../server/demo/empty-database.ts";
import { seed } from "../../server/demo/seed.ts";
import { createTestDatabase } from "../support/database.ts";
import { World } from "../support/world.ts";

/** Rows of every table but those that only grow. */
async function rowCounts(ownerUrl: string): Promise<Record<string, number>> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  const { rows } = await client.query<{ name: string; count: number }>(`
    SELECT relname AS name,
      (xpath('/row/n/text()', query_to_xml(format('SELECT count(*) AS n FROM public.%I', relname), false, true, '')))[1]::text::int AS count
    FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname NOT LIKE 'audit\\_%' ORDER BY 1`);
  await client.end();
  return Object.fromEntries(rows.map(({ name, count }) => [name, count]));
}

/** The same database, which is lost when it is asked for its `last`th transaction. */
const lostAfter = (db: DataSource, last: number): DataSource => {
  let begun = 0;
  const transaction = (...args: Parameters<DataSource["transaction"]>) => {
    if (++begun > last) throw new Error("The process was killed.");
    return db.transaction(...args);
  };
  return Object.create(db, { transaction: { value: transaction } });
};

test("a small world that was left half made is made again, whole", async () => {
  const world = await World.start();
  const { ownerUrl } = world.database;
  try {
    for (const last of [0, 1, 30, 100]) {
      await expect(seed({ ...world.base, db: lostAfter(world.base.db, last) }, ownerUrl)).rejects.toThrow("killed");
      // As staff may have done in the meantime: a logo stands in the settings.
      await world.sqlAsOwner(`
        WITH file AS (INSERT INTO stored_file (media_type, byte_size, sha256, content, created_at)
          VALUES ('image/png', 0, '', '', now()) RETURNING id)
        UPDATE accreditor_settings SET logo_file_id = file.id, printed_logo_file_id = file.id FROM file`);
    }
    expect(await seed(world.base, ownerUrl)).toBe(true);
    const again = await rowCounts(ownerUrl);
    expect(await seed(world.base, ownerUrl)).toBe(false);

    const other = await World.start();
    expect(await seed(other.base, other.database.ownerUrl)).toBe(true);
    const once = await rowCounts(other.database.ownerUrl);
    await other.stop();
    expect(again).toEqual(once);
    expect(await world.sql("SELECT logo_file_id FROM accreditor_settings")).toEqual([{ logo_file_id: null }]);
  } finally {
    await world.stop();
  }
});

test("what is emptied keeps what the migrations put there", async () => {
  const world = await World.start();
  const made = await createTestDatabase();
  try {
    await seed(world.base, world.database.ownerUrl);
    await emptyDatabase(world.database.ownerUrl);
    expect(await rowCounts(world.database.ownerUrl)).toEqual(await rowCounts(made.ownerUrl));
  } finally {
    await made.drop();
    await world.stop();
  }
});
