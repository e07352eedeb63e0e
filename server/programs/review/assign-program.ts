import type { EntityManager } from "typeorm";
import { audit } from "../../core/audit.ts";
import { type Context, inTransaction } from "../../core/context.ts";
import { DomainError, ErrorCode } from "../../core/errors.ts";
import { isId } from "../../core/ids.ts";
import { lockProgram } from "../lock-program.ts";
import type { Program } from "../program.entity.ts";
import { tellAssigned } from "../program.mail.ts";
import { ProgramAction } from "../program.policy.ts";
import { type ProgramRow, readProgram } from "../program.queries.ts";
import { ProgramReview } from "./program-review.entity.ts";
import { mayReviewSql } from "./reviewers.ts";

/**
 * Says who of the staff looks after a program, and when they are to look at it again. Its version stays: the application is as it was.
 * @param accountId null: nobody in particular
 * @param followUpOn null: on no particular day
 * @throws what lockProgram refuses; BAD_INPUT for an account that may not review this program
 */
export async function assignProgram(
  ctx: Context,
  id: string,
  accountId: string | null,
  followUpOn: string | null,
): Promise<ProgramRow> {
  return inTransaction(ctx, async (tx) => {
    const program = await lockProgram(tx, ctx, id, ProgramAction.ASSIGN, null);
    if (accountId !== null) await assertReviewer(tx, program, accountId);
    const was = await tx.findOneBy(ProgramReview, { programId: id });
    const before = { assigneeAccountId: was?.assigneeAccountId ?? null, followUpOn: was?.followUpOn ?? null };
    const after = { assigneeAccountId: accountId, followUpOn };
    if (before.assigneeAccountId === accountId && before.followUpOn === followUpOn) return readProgram(tx, id);
    const isNew = before.assigneeAccountId !== accountId;
    await tx.upsert(
      ProgramReview,
      { programId: id, ...after, ...(isNew && { assignedAt: accountId === null ? null : ctx.now() }) },
      ["programId"],
    );
    await audit(tx, ctx, "review.assign", ["program", id], { before, after });
    if (isNew && accountId !== null && accountId !== ctx.viewer.accountId)
      await tellAssigned(tx, ctx, program, accountId, followUpOn);
    return readProgram(tx, id);
  });
}

/** @throws BAD_INPUT */
async function assertReviewer(tx: EntityManager, { providerId }: Program, accountId: string): Promise<void> {
  const [found] = isId(accountId)
    ? await tx.query(`SELECT FROM account a WHERE a.id = $1 AND ${mayReviewSql("a", "$2::uuid")}`, [
        accountId,
        providerId,
      ])
    : [];
  if (!found) throw new DomainError(ErrorCode.BAD_INPUT, "programs.notAReviewer", { field: "accountId" });
}
