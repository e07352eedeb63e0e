import { seed } from "../demo/seed.ts";
import { withDatabase } from "./with-database.ts";

/** `npm run seed`: lays the small world into an empty database. */
await withDatabase(async (ctx, ownerUrl) => {
  const made = await seed(ctx, ownerUrl);
  console.log(made ? "The small world was made." : "This database is not empty: nothing was changed.");
});
