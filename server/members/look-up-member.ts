import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { readsPersons } from "../core/policy.ts";
import { memberIdByNumber } from "./member.queries.ts";
import { nobodyId } from "./search-members.ts";

/**
 * The ID of the member who has exactly this number, or had it before members were merged; null where nobody has. It guesses at nobody, and so
 * counts in no limit of searches; of whoever reads members it stands in the log as a search does. Whether the member is the viewer's to see
 * is asked after it.
 */
export async function lookUpMember(ctx: Context, number: string): Promise<string | null> {
  const memberNumber = number.trim();
  if (readsPersons(ctx.viewer))
    await inTransaction(ctx, (tx) =>
      audit(tx, ctx, "member.search", ["account", ctx.viewer.accountId ?? nobodyId], { after: { memberNumber } }),
    );
  const [{ id }]: [{ id: string | null }] = await ctx.db.query(`SELECT ${memberIdByNumber("$1")} AS id`, [
    memberNumber,
  ]);
  return id;
}
