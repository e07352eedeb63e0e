import { addAppKey } from "../members/apps/app-keys.ts";
import { withDatabase } from "./with-database.ts";

/** `npm run rotate-app-key`: signs ID tokens of apps with a new key from now on. What the one before it signed counts until it runs out. */
await withDatabase(async (ctx) => {
  const id = await addAppKey(ctx);
  console.log(`ID tokens are signed with the key ${id} from now on. Both keys are at /oauth/jwks for a day.`);
});
