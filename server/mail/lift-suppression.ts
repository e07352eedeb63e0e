import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { notFound } from "../core/errors.ts";
import { requiredReason } from "../core/input-rules.ts";
import { forRemoval } from "../core/locks.ts";
import { assertMay, staff } from "../core/policy.ts";
import { MailSuppression } from "./mail.entity.ts";

/**
 * Lets mail go to an address again.
 * @throws NOT_FOUND where it is not held back; REASON_REQUIRED
 */
export async function liftSuppression(ctx: Context, given: string, why: string): Promise<true> {
  assertMay(ctx, staff, null);
  const reason = requiredReason(why);
  const address = given.trim().toLowerCase();
  await inTransaction(ctx, async (tx) => {
    const suppression = await tx.findOne(MailSuppression, { where: { address }, lock: forRemoval });
    if (!suppression) throw notFound("suppression");
    await tx.delete(MailSuppression, { address });
    await audit(tx, ctx, "mail.lift-suppression", ["mail", suppression.mailId], {
      reason,
      before: { toAddress: address, reason: suppression.reason, since: suppression.since },
    });
  });
  return true;
}
