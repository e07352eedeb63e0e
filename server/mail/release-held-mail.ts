import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { DomainError, ErrorCode } from "../core/errors.ts";
import { installationId } from "../core/hold.ts";
import { requiredReason } from "../core/input-rules.ts";
import { administrator, assertMay } from "../core/policy.ts";
import { lockHold } from "./mail-hold.ts";
import "./queue-mail.ts";

/**
 * Ends the hold: what waits is sent, and mail goes out again as it is written.
 * @returns how many mails waited
 * @throws ILLEGAL_TRANSITION where nothing is held, and in a rehearsal; REASON_REQUIRED
 */
export async function releaseHeldMail(ctx: Context, given: string): Promise<number> {
  assertMay(ctx, administrator, null);
  if (ctx.config.rehearsal) throw new DomainError(ErrorCode.ILLEGAL_TRANSITION, "mail.rehearsal");
  const reason = requiredReason(given);
  return inTransaction(ctx, async (tx) => {
    const since = await lockHold(tx);
    await tx.query("UPDATE installation SET held_since = NULL");
    // The jobs of what was held have come to nothing.
    const [{ mails }] = await tx.query(
      `SELECT count(graphile_worker.add_job('mail.send', json_build_object('mailId', id), priority := 10))::int AS mails
       FROM mail WHERE status = 'QUEUED'`,
    );
    await audit(tx, ctx, "mail.release-held", ["installation", installationId], {
      reason,
      before: { heldSince: since },
      after: { mails },
    });
    return mails;
  });
}
