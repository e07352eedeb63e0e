import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { heldSince, installationId } from "../core/hold.ts";
import { requiredReason } from "../core/input-rules.ts";

/**
 * Holds mail as after a restored backup, for the restores that nothing can notice. Not for the API: it asks nobody whether they may.
 * @returns false where it is held already
 * @throws REASON_REQUIRED
 */
export async function holdMail(ctx: Context, given: string): Promise<boolean> {
  const reason = requiredReason(given);
  return inTransaction(ctx, async (tx) => {
    if (await heldSince({ ...ctx, db: tx })) return false;
    await tx.query("UPDATE installation SET held_since = $1", [ctx.now()]);
    await audit(tx, ctx, "mail.hold", ["installation", installationId], { reason });
    return true;
  });
}
