import { audit } from "../../core/audit.ts";
import { type Context, inTransaction } from "../../core/context.ts";
import { type ProgramRow, readProgram } from "../program.queries.ts";
import { lockComment } from "./lock-comment.ts";
import { ReviewComment } from "./review-comment.entity.ts";
import { CommentAction } from "./review-comment.policy.ts";

/**
 * Marks a comment as resolved, or as open again.
 * @throws what lockComment refuses
 */
export async function resolveComment(ctx: Context, commentId: string, resolved: boolean): Promise<ProgramRow> {
  return inTransaction(ctx, async (tx) => {
    const action = resolved ? CommentAction.RESOLVE : CommentAction.REOPEN;
    const { comment, program } = await lockComment(tx, ctx, commentId, action);
    await tx.update(ReviewComment, comment.id, { resolvedAt: resolved ? ctx.now() : null });
    await audit(tx, ctx, resolved ? "review.resolve" : "review.reopen", ["program", program.id], {
      after: { commentId: comment.id },
    });
    return readProgram(tx, program.id);
  });
}
