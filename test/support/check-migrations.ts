import { readFile, writeFile } from "node:fs/promises";
import pg from "pg";
import type { DataSource, QueryRunner } from "typeorm";
import { createDataSource } from "../../ormconfig.ts";
import globalSetup from "./global-setup.ts";
import globalTeardown from "./global-teardown.ts";
import { schemaDifferences, schemaSql } from "./schema-sql.ts";

/**
 * Part of `npm run check`, on a database of its own: fails where the entities say something that the migrations did not make, and
 * where what the migrations made is not what schema.sql says, and names each. With `--write` it prints schema.sql instead.
 */
await globalSetup();
const url = new URL(process.env.ACCRUE_TEST_SERVER ?? "");
url.pathname = `/${process.env.ACCRUE_TEST_TEMPLATE}`;
const printed = await printSchema(url.href);
const entities = await entityDifferences(url.href);
await globalTeardown();

const write = process.argv.includes("--write");
if (write) await writeFile("schema.sql", printed);
const differences = write ? [] : schemaDifferences(await readFile("schema.sql", "utf8").catch(() => ""), printed);
if (entities.length > 0) {
  console.error("The entities differ from the migrations. Write a migration that does:");
  for (const query of entities) console.error(`  ${query}`);
}
if (differences.length > 0) {
  console.error(
    "The migrations make another database than schema.sql says. Where that is meant, run `npm run schema:sql`:",
  );
  for (const difference of differences) console.error(`  ${difference}`);
}
process.exitCode = entities.length + differences.length > 0 ? 1 : 0;

async function printSchema(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return schemaSql(client, new URL(process.env.ACCRUE_TEST_APP ?? "").username).finally(() => client.end());
}

async function entityDifferences(url: string): Promise<string[]> {
  const db = oneAtATime(await createDataSource(url).initialize());
  const { upQueries } = await db.driver.createSchemaBuilder().log();
  await db.destroy();
  return upQueries.map(({ query }) => query);
}

/** TypeORM reads the tables with several statements at once on one connection, which the driver is about to forbid. */
function oneAtATime(db: DataSource): DataSource {
  const create = db.createQueryRunner.bind(db);
  db.createQueryRunner = (mode) => {
    const runner: QueryRunner = create(mode);
    const query = runner.query.bind(runner) as (...args: unknown[]) => Promise<unknown>;
    let last: Promise<unknown> = Promise.resolve();
    runner.query = ((...args: unknown[]) => {
      last = last.then(() => query(...args));
      return last;
    }) as typeof runner.query;
    return runner;
  };
  return db;
}
