import { removeSecondFactor } from "../accounts/reset-second-factor.ts";
import { accountOfAddress } from "../accounts/verified-addresses.ts";
import { inTransaction } from "../core/context.ts";
import { UsageError, withDatabase } from "./with-database.ts";

/**
 * `npm run reset-second-factor -- ADDRESS`: takes the second factor off an account, for when no colleague can; `-- --all` the apps off
 * every account, for when the key of the secrets is lost.
 */
await withDatabase(async (ctx) => {
  const address = process.argv[2]?.trim().toLowerCase();
  if (!address) throw new UsageError("Say whose: npm run reset-second-factor -- ADDRESS");
  const accountId = address === "--all" ? null : await accountOfAddress(ctx.db.manager, address);
  if (address !== "--all" && !accountId) throw new UsageError(`No account has the address ${address}.`);
  const rows: { id: string }[] = await ctx.db.query(
    `SELECT account_id AS id FROM second_factor WHERE $1::uuid IS NULL OR account_id = $1
     UNION SELECT account_id FROM passkey WHERE account_id = $1`,
    [accountId],
  );
  for (const { id } of rows)
    await inTransaction(ctx, (tx) => removeSecondFactor(tx, ctx, id, "By the command line of the server."));
  console.log(`${rows.length} taken off. Whoever had one signs in with the password and sets up another.`);
});
