import { createDataSource } from "../../ormconfig.ts";
import globalSetup from "./global-setup.ts";
import globalTeardown from "./global-teardown.ts";

/** Part of `npm run check`: fails where the entities say something that the migrations did not make. On a database of its own. */
await globalSetup();
const url = new URL(process.env.ACCRUE_TEST_SERVER ?? "");
url.pathname = `/${process.env.ACCRUE_TEST_TEMPLATE}`;
const db = createDataSource(url.href);
await db.initialize();
const { upQueries } = await db.driver.createSchemaBuilder().log();
await db.destroy();
await globalTeardown();
if (upQueries.length > 0) {
  console.error("The entities differ from the migrations. Write a migration that does:");
  for (const { query } of upQueries) console.error(`  ${query}`);
  process.exit(1);
}
