import { shutAccount } from "../accounts/disable-account.ts";
import { accountOfAddress } from "../accounts/verified-addresses.ts";
import { inTransaction } from "../core/context.ts";
import { DomainError } from "../core/errors.ts";
import { UsageError, withDatabase } from "./with-database.ts";

/** `npm run disable-account -- ADDRESS`: shuts an account at once, for when no administrator can. */
await withDatabase(async (ctx) => {
  const address = process.argv[2]?.trim().toLowerCase();
  if (!address) throw new UsageError("Say whose: npm run disable-account -- ADDRESS");
  const accountId = await accountOfAddress(ctx.db.manager, address);
  if (!accountId) throw new UsageError(`No account has the address ${address}.`);
  try {
    await inTransaction(ctx, (tx) => shutAccount(tx, ctx, accountId, "By the command line of the server."));
  } catch (error) {
    if (error instanceof DomainError) throw new UsageError(error.message);
    throw error;
  }
  console.log(`The account of ${address} is shut: nothing of its owner's works any more.`);
});
