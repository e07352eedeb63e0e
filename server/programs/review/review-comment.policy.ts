import { registerEnumType } from "type-graphql";
import { inRoles } from "../../core/policy.ts";
import { StaffRole } from "../../core/staff-roles.ts";
import type { Viewer } from "../../core/viewer.ts";
import { applicationFields } from "../application-fields.ts";
import { canReviewProgram, canWriteApplication } from "../program.policy.ts";
import type { ReviewComment } from "./review-comment.entity.ts";

/** What comments are about: the fields of an application, its documents and its sessions. */
export const commentFields: readonly string[] = [...Object.keys(applicationFields), "documents", "sessions"];

type Owned = { providerId: string };
type Facts = Pick<ReviewComment, "publishedAt" | "resolvedAt" | "authorAccountId">;

/** What is written in a review is a draft until it is over: only who may review sees it. */
export const canViewComment = (viewer: Viewer, program: Owned, comment: Pick<Facts, "publishedAt">): boolean =>
  comment.publishedAt !== null || canReviewProgram(viewer, program);

/** What a viewer can do with a comment that begins a conversation. */
export enum CommentAction {
  REPLY = "REPLY",
  RESOLVE = "RESOLVE",
  REOPEN = "REOPEN",
  REMOVE = "REMOVE",
}

registerEnumType(CommentAction, {
  name: "CommentAction",
  description: "What the viewer can do with a comment now.",
  valuesConfig: {
    REPLY: { description: "replyToComment" },
    RESOLVE: { description: "resolveComment" },
    REOPEN: { description: "resolveComment with `resolved: false`" },
    REMOVE: { description: "removeComment, of a draft of one's own" },
  },
});

/** What the viewer can do with a comment now: by the rule that the operations ask. Staff who act for its provider answer as its people. */
export function commentActions(viewer: Viewer, program: Owned, comment: Facts): CommentAction[] {
  const reviews = canReviewProgram(inRoles(viewer, [StaffRole.REVIEWER]), program);
  const { publishedAt, resolvedAt, authorAccountId } = comment;
  const may: Record<CommentAction, boolean> = {
    REPLY: reviews || (publishedAt !== null && canWriteApplication(viewer, program)),
    RESOLVE: reviews && publishedAt !== null && resolvedAt === null,
    REOPEN: reviews && resolvedAt !== null,
    REMOVE: reviews && publishedAt === null && authorAccountId === viewer.accountId,
  };
  return Object.values(CommentAction).filter((action) => may[action]);
}
