import { randomBytes } from "node:crypto";
import { createAccount } from "../accounts/create-account.ts";
import { inTransaction } from "../core/context.ts";
import { violates } from "../core/errors.ts";
import { everyStaffRole } from "../core/staff-roles.ts";
import { UsageError, withDatabase } from "./with-database.ts";

/** `npm run create-staff -- ADDRESS`: makes a staff account with every role, the first one too, and prints its password once. */
await withDatabase(async (ctx) => {
  const address = process.argv[2]?.trim().toLowerCase();
  if (!address || !/^[^\s@]+@[^\s@]+$/.test(address))
    throw new UsageError("Say for whom: npm run create-staff -- ADDRESS");
  const password = randomBytes(15).toString("base64url");
  try {
    await inTransaction(ctx, (tx) =>
      createAccount(tx, ctx, { emailAddresses: [address], password, staffRoles: everyStaffRole }),
    );
  } catch (error) {
    if (violates(error, "email_address_verified_once"))
      throw new UsageError(`${address} belongs to an account already.`);
    throw error;
  }
  console.log(`Staff account ${address}\nPassword      ${password}\nIt is shown only now.`);
});
