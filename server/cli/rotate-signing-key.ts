import { rotateSigningKey } from "../certificates/credentials/signing-keys.ts";
import { withDatabase } from "./with-database.ts";

/** `npm run rotate-signing-key`: signs credentials with a new key from now on. What the one before it signed holds. */
await withDatabase(async (ctx) => {
  const id = await rotateSigningKey(ctx);
  console.log(
    `Credentials are signed with the key ${id} from now on. The one before it stays in /.well-known/did.json.`,
  );
});
