import { Field, ID, ObjectType } from "type-graphql";
import { ShownTo } from "../../core/policy.ts";
import { DateTime } from "../../core/scalars.ts";
import { programKeys } from "../program.policy.ts";
import type { CommentRow } from "./review-comment.queries.ts";

/** What comments and answers have in common. Each states for itself who is shown it. */
@ObjectType({ simpleResolvers: true })
abstract class WrittenObject implements Pick<CommentRow, "id" | "text" | "author" | "byStaff" | "writtenAt"> {
  @Field(() => ID, { description: "Opaque." }) id!: string;
  @Field(() => String, { description: "What it says." }) text!: string;
  @Field(() => String, { description: "E-mail address of who wrote it; empty where there is none any more." })
  author!: string;
  @Field(() => Boolean, { description: "Whether the accreditor's staff wrote it, and not the provider." })
  byStaff!: boolean;
  @Field(() => DateTime, { description: "When it was written." }) writtenAt!: Date;
}

@ShownTo(programKeys)
@ObjectType("CommentReply", { description: "What somebody answers to a comment.", simpleResolvers: true })
export class CommentReplyObject extends WrittenObject {}

@ShownTo(programKeys)
@ObjectType("ReviewComment", {
  description: "What a reviewer says of a field of an application.",
  simpleResolvers: true,
})
export class ReviewCommentObject
  extends WrittenObject
  implements Omit<CommentRow, "programId" | "parentId" | "authorAccountId" | "providerId">
{
  @Field(() => String, {
    description: "What it is about: a field of ProgramInput, `documents` or `sessions`.",
  })
  field!: string;
  @Field(() => ID, { nullable: true, description: "The offering that it is about." }) offeringId!: string | null;
  @Field(() => ID, { nullable: true, description: "The session that it is about." }) sessionId!: string | null;
  @Field(() => String, { nullable: true, description: "First day of the offering, or title of the session." })
  about!: string | null;
  @Field(() => DateTime, {
    nullable: true,
    description: "When the provider came to see it; null: it is a draft, which only staff see.",
  })
  publishedAt!: Date | null;
  @Field(() => DateTime, { nullable: true, description: "When staff marked it as resolved; null: it is open." })
  resolvedAt!: Date | null;
  @Field(() => [CommentReplyObject], { description: "What was answered, the oldest first." })
  replies!: CommentRow[];
}
