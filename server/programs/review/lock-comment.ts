import type { EntityManager } from "typeorm";
import type { Context } from "../../core/context.ts";
import { DomainError, ErrorCode, notFound } from "../../core/errors.ts";
import { isId } from "../../core/ids.ts";
import { forChange } from "../../core/locks.ts";
import { assertStanding } from "../../core/provider-standing.ts";
import { Program } from "../program.entity.ts";
import { canViewProgram } from "../program.policy.ts";
import { ReviewComment } from "./review-comment.entity.ts";
import { type CommentAction, canViewComment, commentActions } from "./review-comment.policy.ts";

/**
 * Loads a comment that begins a conversation, to do something with it. Its program is locked, so that it is not made public meanwhile.
 * @throws NOT_FOUND, the same for a missing, a foreign one and a draft of others; PROVIDER_NOT_ACTIVE; FORBIDDEN; ILLEGAL_TRANSITION where it is
 *   resolved already, or public already
 */
export async function lockComment(
  tx: EntityManager,
  ctx: Context,
  id: string,
  action: CommentAction,
): Promise<{ comment: ReviewComment; program: Program }> {
  const found = isId(id) ? await tx.findOneBy(ReviewComment, { id }) : null;
  const program = found && (await tx.findOne(Program, { where: { id: found.programId }, lock: forChange }));
  // Read again: it may have changed before the program was locked.
  const comment = program && (await tx.findOneBy(ReviewComment, { id }));
  if (!comment || comment.parentId !== null || !canViewProgram(ctx.viewer, program)) throw notFound("comment");
  if (!canViewComment(ctx.viewer, program, comment)) throw notFound("comment");
  const may = commentActions(ctx.viewer, program, comment);
  if (may.includes(action)) return { comment, program };
  assertStanding(ctx.viewer, (other) => commentActions(other, program, comment).includes(action));
  throw may.length > 0
    ? new DomainError(ErrorCode.ILLEGAL_TRANSITION, "programs.commentNotNow", { action })
    : new DomainError(ErrorCode.FORBIDDEN, "core.notForYou");
}
