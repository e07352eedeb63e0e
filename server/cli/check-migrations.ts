import { UsageError, withDatabase } from "./with-database.ts";

/** Part of `npm run check`: fails where the entities say something that the migrations did not make. */
await withDatabase(async (ctx) => {
  const { upQueries } = await ctx.db.driver.createSchemaBuilder().log();
  if (upQueries.length > 0)
    throw new UsageError(
      `The entities differ from the migrations. Write a migration that does:\n${upQueries.map((q) => `  ${q.query}`).join("\n")}`,
    );
});
