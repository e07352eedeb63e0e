import { type Context, inTransaction } from "../core/context.ts";
import { assertMay, holdsCredit } from "../core/policy.ts";
import { lockOutsideCredit, moveOutsideCredit } from "./move-outside-credit.ts";
import { type OutsideCreditRow, readOutsideCredit } from "./outside-credit.queries.ts";
import { OutsideCreditStatus } from "./outside-credit.status.ts";

/**
 * A member takes back what has not been decided.
 * @throws NOT_FOUND, also for another's; STALE_VERSION; ILLEGAL_TRANSITION where it was decided or withdrawn
 */
export async function withdrawOutsideCredit(ctx: Context, id: string, version: number): Promise<OutsideCreditRow> {
  assertMay(ctx, holdsCredit, null);
  await inTransaction(ctx, async (tx) => {
    const credit = await lockOutsideCredit(tx, id, version, ctx.viewer.memberId);
    await moveOutsideCredit(tx, ctx, credit, OutsideCreditStatus.WITHDRAWN, null);
  });
  return readOutsideCredit(ctx, id);
}
