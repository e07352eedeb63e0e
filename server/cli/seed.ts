import { seed } from "../db/seed.ts";
import { withDatabase } from "./with-database.ts";

/** `npm run seed`: lays the small world into an empty database. */
await withDatabase(async (ctx) => {
  const made = await seed(ctx);
  console.log(made ? "The small world was made." : "This database is not empty: nothing was changed.");
});
