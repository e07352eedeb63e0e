import { readFile } from "node:fs/promises";
import pg from "pg";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";
import { schemaDifferences, schemaSql } from "../support/schema-sql.ts";

/** Every object that can be dropped by itself: how, and under which name `npm run check` has to report it. */
const droppable = `
  SELECT 1 AS kind, format('DROP TRIGGER IF EXISTS %I ON %I', tgname, relname) AS drop, format('trigger %s on %s', tgname, relname) AS name
    FROM pg_trigger JOIN pg_class c ON c.oid = tgrelid WHERE NOT tgisinternal AND relnamespace = 'public'::regnamespace
  UNION ALL
  SELECT 2, format('DROP INDEX IF EXISTS %I', i.relname), format('index %s on %s', i.relname, t.relname)
    FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid
    WHERE i.relnamespace = 'public'::regnamespace
      AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = x.indexrelid AND k.contype IN ('p', 'u', 'x'))
  UNION ALL
  SELECT 3, format('ALTER TABLE %s DROP CONSTRAINT IF EXISTS %I CASCADE', conrelid::regclass, conname), format('constraint %s of %s', conname, relname)
    FROM pg_constraint JOIN pg_class c ON c.oid = conrelid
    WHERE relnamespace = 'public'::regnamespace AND contype IN ('p', 'u', 'c', 'f', 'x')
  UNION ALL
  SELECT 4, format('DROP FUNCTION IF EXISTS %s CASCADE', p.oid::regprocedure), 'function ' || p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')'
    FROM pg_proc p WHERE pronamespace = 'public'::regnamespace
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.classid = 'pg_proc'::regclass AND d.deptype = 'e')
  UNION ALL
  SELECT 5, format('ALTER TABLE %s DROP COLUMN IF EXISTS %I CASCADE', c.oid::regclass, attname), format('column %s.%I', relname, attname)
    FROM pg_attribute JOIN pg_class c ON c.oid = attrelid
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND attnum > 0 AND NOT attisdropped
  UNION ALL
  SELECT 6, format('DROP TABLE IF EXISTS %s CASCADE', oid::regclass), 'table ' || relname
    FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
  UNION ALL
  SELECT 7, format('DROP SEQUENCE IF EXISTS %s CASCADE', oid::regclass), 'sequence ' || relname
    FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'S'
  UNION ALL
  SELECT 8, format('ALTER TABLE %s ALTER %I DROP NOT NULL', c.oid::regclass, attname), format('column %s.%I', relname, attname)
    FROM pg_attribute a JOIN pg_class c ON c.oid = attrelid
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND attnum > 0 AND attnotnull AND NOT attisdropped
      AND NOT EXISTS (SELECT FROM pg_index x WHERE x.indrelid = c.oid AND x.indisprimary AND a.attnum = ANY (x.indkey))
  UNION ALL
  SELECT 9, format('ALTER TABLE %s ALTER %I DROP DEFAULT', adrelid::regclass, attname), format('column %s.%I', relname, attname)
    FROM pg_attrdef d JOIN pg_class c ON c.oid = adrelid JOIN pg_attribute a ON a.attrelid = adrelid AND a.attnum = adnum
    WHERE relnamespace = 'public'::regnamespace
  UNION ALL
  SELECT 10, format('ALTER TABLE %s DISABLE TRIGGER %I', tgrelid::regclass, tgname), format('trigger %s on %s', tgname, relname)
    FROM pg_trigger JOIN pg_class c ON c.oid = tgrelid WHERE NOT tgisinternal AND relnamespace = 'public'::regnamespace
  UNION ALL
  SELECT 11, format('REVOKE ALL ON %s FROM %I', oid::regclass, $1::text), 'rights of accrue_app on table ' || relname
    FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'`;

const appRole = new URL(process.env.ACCRUE_TEST_APP ?? "").username;
let database: TestDatabase;
let client: pg.Client;
let expected: string;

beforeAll(async () => {
  database = await createTestDatabase();
  client = new pg.Client({ connectionString: database.ownerUrl });
  await client.connect();
  expected = await readFile("schema.sql", "utf8");
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

const differences = async () => schemaDifferences(expected, await schemaSql(client, appRole));

test("a migrated database is what schema.sql says", async () => {
  expect(await differences()).toEqual([]);
});

const isNamed = (name: string, found: string[]) =>
  found.some((difference) => difference.startsWith(`${name} is not `) || difference.startsWith(`${name} is in `));

/** What is not named after these were dropped; they come back. */
async function unnamed(dropped: { drop: string; name: string }[]): Promise<string[]> {
  await client.query("BEGIN");
  await client.query(dropped.map(({ drop }) => drop).join(";"));
  const found = await differences();
  await client.query("ROLLBACK");
  return dropped.flatMap(({ drop, name }) => (isNamed(name, found) ? [] : [drop]));
}

test("whatever is dropped, the difference names it", async () => {
  const { rows } = await client.query<{ kind: number; drop: string; name: string }>(droppable, [appRole]);
  const kinds = [...new Set(rows.map(({ kind }) => kind))];
  expect(kinds).toHaveLength(11);
  for (const kind of kinds) expect(await unnamed(rows.filter((row) => row.kind === kind))).toEqual([]);
  // One alone as well, of every kind and here and there.
  for (const alone of rows.filter((_, at) => at % 29 === 0)) expect(await unnamed([alone])).toEqual([]);
});

test("what is there besides is named as well", async () => {
  await client.query("BEGIN");
  await client.query("CREATE TABLE besides (id integer); CREATE INDEX member_by_city ON member (city)");
  expect(await differences()).toEqual([
    "column besides.id is in the database and not in schema.sql.",
    "table besides is in the database and not in schema.sql.",
    "index member_by_city on member is in the database and not in schema.sql.",
  ]);
  await client.query("ROLLBACK");
});

test("whatever refers to stored files is found by them, since each that is let go is looked for", async () => {
  const { rows } = await client.query(
    `SELECT c.conname FROM pg_constraint c WHERE c.contype = 'f' AND c.confrelid = 'stored_file'::regclass
       AND NOT EXISTS (SELECT FROM pg_index i WHERE i.indrelid = c.conrelid AND i.indkey[0] = c.conkey[1])
     ORDER BY 1`,
  );
  // Of settings there is one row.
  expect(rows.map(({ conname }) => conname)).toEqual(["accreditor_settings_logo", "accreditor_settings_printed_logo"]);
});
