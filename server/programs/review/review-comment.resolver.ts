import { Arg, Ctx, FieldResolver, ID, Mutation, Resolver, Root } from "type-graphql";
import { ApiScope } from "../../core/api-scopes.ts";
import type { Context } from "../../core/context.ts";
import { Allow, keysWith, staff, staffOrProvider } from "../../core/policy.ts";
import { StaffRole } from "../../core/staff-roles.ts";
import { ProgramObject } from "../program.object.ts";
import { canViewProgram, programKeys } from "../program.policy.ts";
import type { ProgramRow } from "../program.queries.ts";
import { commentOnApplication } from "./comment-on-application.ts";
import { removeComment } from "./remove-comment.ts";
import { replyToComment } from "./reply-to-comment.ts";
import { resolveComment } from "./resolve-comment.ts";
import { ReviewCommentObject } from "./review-comment.object.ts";
import { CommentAction, commentActions } from "./review-comment.policy.ts";
import { type CommentRow, commentsOf } from "./review-comment.queries.ts";

const commentId = "The comment's ID.";

@Resolver(() => ProgramObject)
export class ProgramCommentsResolver {
  @Allow(canViewProgram, programKeys)
  @FieldResolver(() => [ReviewCommentObject], {
    description: "What reviewers said of its fields, the oldest first. Its provider sees what is no draft.",
  })
  comments(@Root() program: ProgramRow, @Ctx() ctx: Context): Promise<CommentRow[]> {
    return commentsOf(ctx, program);
  }

  @Allow(staff, keysWith(ApiScope.PROGRAMS_REVIEW), "NONE", [StaffRole.REVIEWER])
  @Mutation(() => ProgramObject, {
    description:
      "Says something of a field of an application in review: a draft, which only staff see until changes are requested or the application is decided. Errors: as startReview; BAD_INPUT.",
  })
  commentOnApplication(
    @Arg("programId", () => ID, { description: "The program's ID." }) programId: string,
    @Arg("field", () => String, { description: "A field of ProgramInput, `documents` or `sessions`." }) field: string,
    @Arg("text", () => String, { description: "What it says." }) text: string,
    @Arg("offeringId", () => ID, { nullable: true, description: "Of `offerings`: which." }) offeringId: string | null,
    @Arg("sessionId", () => ID, { nullable: true, description: "Of `sessions`: which." }) sessionId: string | null,
    @Ctx() ctx: Context,
  ): Promise<ProgramRow> {
    const about = { field, offeringId: offeringId ?? null, sessionId: sessionId ?? null };
    return commentOnApplication(ctx, programId, about, text);
  }

  @Allow(staffOrProvider, keysWith(ApiScope.PROGRAMS_WRITE, ApiScope.PROGRAMS_REVIEW), "NONE", [StaffRole.REVIEWER])
  @Mutation(() => ProgramObject, {
    description: "Answers a comment; the other side is told, unless it is a draft. Errors: NOT_FOUND, BAD_INPUT.",
  })
  replyToComment(
    @Arg("commentId", () => ID, { description: commentId }) id: string,
    @Arg("text", () => String, { description: "What it says." }) text: string,
    @Ctx() ctx: Context,
  ): Promise<ProgramRow> {
    return replyToComment(ctx, id, text);
  }

  @Allow(staff, keysWith(ApiScope.PROGRAMS_REVIEW), "NONE", [StaffRole.REVIEWER])
  @Mutation(() => ProgramObject, {
    description: "Marks a comment as resolved, or as open again. Errors: NOT_FOUND, ILLEGAL_TRANSITION.",
  })
  resolveComment(
    @Arg("commentId", () => ID, { description: commentId }) id: string,
    @Arg("resolved", () => Boolean, { defaultValue: true, description: "False: it is open again." }) resolved: boolean,
    @Ctx() ctx: Context,
  ): Promise<ProgramRow> {
    return resolveComment(ctx, id, resolved);
  }

  @Allow(staff, keysWith(ApiScope.PROGRAMS_REVIEW), "NONE", [StaffRole.REVIEWER])
  @Mutation(() => ProgramObject, {
    description:
      "Takes a draft of one's own back, with what was answered to it. Errors: NOT_FOUND, ILLEGAL_TRANSITION.",
  })
  removeComment(
    @Arg("commentId", () => ID, { description: commentId }) id: string,
    @Ctx() ctx: Context,
  ): Promise<ProgramRow> {
    return removeComment(ctx, id);
  }
}

@Resolver(() => ReviewCommentObject)
export class ReviewCommentResolver {
  @FieldResolver(() => [CommentAction], { description: "What the viewer can do with it now." })
  availableActions(@Root() comment: CommentRow, @Ctx() ctx: Context): CommentAction[] {
    return commentActions(ctx.viewer, comment, comment);
  }
}
