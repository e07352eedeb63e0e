import { withDatabase } from "./with-database.ts";

/** `npm run migrate`: brings the tables up to date without starting the server. */
await withDatabase(async () => console.log("The database is up to date."));
