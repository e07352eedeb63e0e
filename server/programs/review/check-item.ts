import { audit } from "../../core/audit.ts";
import { type Context, inTransaction } from "../../core/context.ts";
import { notFound } from "../../core/errors.ts";
import { isId } from "../../core/ids.ts";
import { lockProgram } from "../lock-program.ts";
import { ProgramAction } from "../program.policy.ts";
import { type ProgramRow, readProgram } from "../program.queries.ts";
import { ProgramCheck } from "./checklist.entity.ts";

/**
 * Ticks an item of the checklist of a program in review, or takes the tick off. Ticked again, it stays who did it first.
 * @throws what lockProgram refuses, about the item; NOT_FOUND where a new review has a new list
 */
export async function checkItem(ctx: Context, id: string, checked: boolean): Promise<ProgramRow> {
  return inTransaction(ctx, async (tx) => {
    const found = isId(id) ? await tx.findOneBy(ProgramCheck, { id }) : null;
    if (!found) throw notFound("check");
    await lockProgram(tx, ctx, found.programId, ProgramAction.CHECK, null, "check");
    // Read again: it may have changed before the program was locked.
    const item = await tx.findOneBy(ProgramCheck, { id });
    if (!item) throw notFound("check");
    if ((item.checkedAt !== null) === checked) return readProgram(tx, item.programId);
    await tx.update(ProgramCheck, id, {
      checkedAt: checked ? ctx.now() : null,
      checkedByAccountId: checked ? ctx.viewer.accountId : null,
    });
    await audit(tx, ctx, checked ? "review.check" : "review.uncheck", ["program", item.programId], {
      after: { text: item.text },
    });
    return readProgram(tx, item.programId);
  });
}
