import { type Removal, removeSmallWorld } from "../demo/remove-small-world.ts";
import { UsageError, withDatabase } from "./with-database.ts";

const said: Record<Removal, string> = {
  NONE: "There is no small world in this database: nothing was changed.",
  REMOVED:
    "The small world is gone; settings, program types and credit rules stay. `npm run create-staff -- ADDRESS` makes the first staff account.",
  CLOSED:
    "Nobody can sign in to the accounts of the small world any more. Its records stay, since other people have worked with them.",
};

/** `npm run demo -- remove`: takes the small world away. Stop the server first. */
await withDatabase(async (ctx, ownerUrl) => {
  if (process.argv.slice(2).join(" ") !== "remove") throw new UsageError("Say what to do: npm run demo -- remove");
  console.log(said[await removeSmallWorld(ctx, ownerUrl)]);
});
