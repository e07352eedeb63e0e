import { audit } from "../../core/audit.ts";
import { type Context, inTransaction } from "../../core/context.ts";
import { writtenText } from "../../core/input-rules.ts";
import { tellReplied } from "../program.mail.ts";
import { canReviewProgram } from "../program.policy.ts";
import { type ProgramRow, readProgram } from "../program.queries.ts";
import { lockComment } from "./lock-comment.ts";
import { ReviewComment } from "./review-comment.entity.ts";
import { CommentAction } from "./review-comment.policy.ts";

/**
 * Answers a comment. What answers a draft is one as well; else the other side sees it at once, and is told.
 * @throws what lockComment refuses; BAD_INPUT
 */
export async function replyToComment(ctx: Context, commentId: string, text: string): Promise<ProgramRow> {
  return inTransaction(ctx, async (tx) => {
    const { comment, program } = await lockComment(tx, ctx, commentId, CommentAction.REPLY);
    const written = writtenText(text);
    const byStaff = canReviewProgram(ctx.viewer, program);
    const reply = await tx.save(
      tx.create(ReviewComment, {
        programId: program.id,
        parentId: comment.id,
        field: null,
        offeringId: null,
        sessionId: null,
        text: written,
        authorAccountId: ctx.viewer.accountId,
        byStaff,
        writtenAt: ctx.now(),
        publishedAt: comment.publishedAt && ctx.now(),
        resolvedAt: null,
      }),
    );
    await audit(tx, ctx, "review.reply", ["program", program.id], { after: { commentId: comment.id } });
    if (reply.publishedAt) await tellReplied(tx, ctx, program, reply, byStaff);
    return readProgram(tx, program.id);
  });
}
