import { type Context, inTransaction } from "../core/context.ts";
import { DomainError, ErrorCode } from "../core/errors.ts";
import { givenReason, requiredReason } from "../core/input-rules.ts";
import { assertMay, staff } from "../core/policy.ts";
import { lockOutsideCredit, moveOutsideCredit } from "./move-outside-credit.ts";
import { mailOutsideDecision } from "./outside-credit.mail.ts";
import { isOwnCredit } from "./outside-credit.policy.ts";
import { type OutsideCreditRow, readOutsideCredit } from "./outside-credit.queries.ts";
import { OutsideCreditStatus } from "./outside-credit.status.ts";

/**
 * Staff accept credit from elsewhere, or refuse it, also what they had accepted. The member is told.
 * @throws NOT_FOUND; STALE_VERSION; REASON_REQUIRED to refuse; ILLEGAL_TRANSITION where there is nothing to decide any more; CONFLICT_OF_INTEREST
 *   for oneself
 */
export async function decideOutsideCredit(
  ctx: Context,
  id: string,
  version: number,
  accept: boolean,
  decision: string | null,
): Promise<OutsideCreditRow> {
  assertMay(ctx, staff, null);
  const given = accept ? givenReason(decision) : requiredReason(decision);
  await inTransaction(ctx, async (tx) => {
    const credit = await lockOutsideCredit(tx, id, version, null);
    if (isOwnCredit(ctx.viewer, credit)) throw new DomainError(ErrorCode.CONFLICT_OF_INTEREST, "outsideCredit.yourOwn");
    const to = accept ? OutsideCreditStatus.ACCEPTED : OutsideCreditStatus.REFUSED;
    await moveOutsideCredit(tx, ctx, credit, to, given);
    await mailOutsideDecision(tx, ctx, credit, accept, given);
  });
  return readOutsideCredit(ctx, id);
}
