import type { DataSource } from "typeorm";
import { ConfigError } from "../core/config.ts";

/** Whether there are accounts of the small world that nobody has closed. */
export async function hasDemoAccounts(db: Pick<DataSource, "query">): Promise<boolean> {
  const [{ found }] = await db.query("SELECT EXISTS (SELECT FROM account WHERE demo AND disabled_at IS NULL) AS found");
  return found;
}

/** For operators whose database has such accounts. */
export const demoWarning = "The accounts of the small world can be signed in to, and everybody knows their password.";

/** For the start of a server that others may reach. @throws ConfigError where there are any */
export async function assertNoDemoAccounts(db: Pick<DataSource, "query">): Promise<void> {
  if (await hasDemoAccounts(db))
    throw new ConfigError(
      "This database has the accounts of the small world, whose password everybody knows, and others may reach this server (HOST, PUBLIC_URL or NODE_ENV say so): take the small world away with `npm run demo -- remove`, or set PUBLIC_DEMO=1 where everybody shall try it.",
    );
}
