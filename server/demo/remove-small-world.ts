import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { settingsId } from "../policies/settings-page.object.ts";
import { emptyDatabase } from "./empty-database.ts";
import { done } from "./seed.ts";

/** NONE: there was none. REMOVED: all of it. CLOSED: others have worked here, so its records stay and nobody can sign in to its accounts. */
export type Removal = "NONE" | "REMOVED" | "CLOSED";

/**
 * Takes the small world away. Where nobody else has an account everything goes but settings, types, rules and the audit log, and it is not
 * made again.
 * @param ownerUrl for the role that owns the tables
 */
export async function removeSmallWorld(ctx: Context, ownerUrl: string): Promise<Removal> {
  const [{ demo, others }] = await ctx.db.query(
    "SELECT count(*) FILTER (WHERE demo)::int AS demo, count(*) FILTER (WHERE NOT demo)::int AS others FROM account",
  );
  if (demo === 0) return "NONE";
  if (others === 0) await emptyDatabase(ownerUrl, `INSERT INTO number_series (name, last) VALUES ('seed', ${done})`);
  await inTransaction(ctx, async (tx) => {
    await tx.query("DELETE FROM access_token t USING account a WHERE a.id = t.account_id AND a.demo");
    await tx.query(
      "UPDATE account SET status = 'DISABLED', disabled_at = $1, password_hash = NULL, staff_roles = '{}' WHERE demo AND disabled_at IS NULL",
      [ctx.now()],
    );
    await audit(tx, ctx, "settings.remove-demo", ["settings", settingsId], { after: { accounts: demo } });
  });
  return others === 0 ? "REMOVED" : "CLOSED";
}
