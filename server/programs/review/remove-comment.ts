import { audit } from "../../core/audit.ts";
import { type Context, inTransaction } from "../../core/context.ts";
import { type ProgramRow, readProgram } from "../program.queries.ts";
import { lockComment } from "./lock-comment.ts";
import { ReviewComment } from "./review-comment.entity.ts";
import { CommentAction } from "./review-comment.policy.ts";

/**
 * Takes a draft of one's own back, with what was answered to it.
 * @throws what lockComment refuses
 */
export async function removeComment(ctx: Context, commentId: string): Promise<ProgramRow> {
  return inTransaction(ctx, async (tx) => {
    const { comment, program } = await lockComment(tx, ctx, commentId, CommentAction.REMOVE);
    await tx.delete(ReviewComment, comment.id);
    await audit(tx, ctx, "review.remove-comment", ["program", program.id], {
      before: { commentId: comment.id, field: comment.field },
    });
    return readProgram(tx, program.id);
  });
}
