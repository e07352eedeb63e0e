import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { installationId } from "../core/hold.ts";
import { requiredReason } from "../core/input-rules.ts";
import { administrator, assertMay } from "../core/policy.ts";
import { lockHold } from "./mail-hold.ts";

/**
 * Gives up mails that came with a copy of the database, and were sent from where it is from. The hold goes on.
 * @param all also what was written since the hold began
 * @returns how many
 * @throws ILLEGAL_TRANSITION where nothing is held; REASON_REQUIRED
 */
export async function dropHeldMail(ctx: Context, all: boolean, given: string): Promise<number> {
  assertMay(ctx, administrator, null);
  const reason = requiredReason(given);
  return inTransaction(ctx, async (tx) => {
    const since = await lockHold(tx);
    const [, mails]: [unknown, number] = await tx.query(
      "UPDATE mail SET status = 'DROPPED', sealed = NULL WHERE status = 'QUEUED' AND ($1 OR created_at <= $2)",
      [all, since],
    );
    await audit(tx, ctx, "mail.drop-held", ["installation", installationId], { reason, after: { mails, all } });
    return mails;
  });
}
