import { Field, ID, Int, ObjectType } from "type-graphql";
import { ApiScope } from "../../core/api-scopes.ts";
import { keysWith, ShownTo } from "../../core/policy.ts";
import { Credits, DateTime, LocalDate } from "../../core/scalars.ts";
import type { CheckRow } from "./checklist.ts";
import type { ReviewRow } from "./program-review.queries.ts";
import type { NoteRow } from "./review-note.queries.ts";
import type { ReviewerRow } from "./reviewers.ts";
import type { RecommendationRow } from "./two-reviewers.ts";

@ShownTo(keysWith(ApiScope.PROGRAMS_REVIEW))
@ObjectType("Reviewer", { description: "Somebody who reviews for the accreditor.", simpleResolvers: true })
export class ReviewerObject implements ReviewerRow {
  @Field(() => ID, { description: "Opaque." }) id!: string;
  @Field(() => String, { description: "Primary e-mail address." }) email!: string;
}

@ShownTo(keysWith(ApiScope.PROGRAMS_REVIEW))
@ObjectType("ReviewNote", { description: "What somebody of the staff noted of a program.", simpleResolvers: true })
export class ReviewNoteObject implements Omit<NoteRow, "programId" | "authorAccountId"> {
  @Field(() => ID, { description: "Opaque." }) id!: string;
  @Field(() => String, { description: "What it says." }) text!: string;
  @Field(() => String, { description: "E-mail address of who wrote it; empty where there is none any more." })
  author!: string;
  @Field(() => DateTime, { description: "When it was written." }) writtenAt!: Date;
}

@ShownTo(keysWith(ApiScope.PROGRAMS_REVIEW))
@ObjectType("ProgramCheck", { description: "What is looked at in the review of a program.", simpleResolvers: true })
export class ProgramCheckObject implements Omit<CheckRow, "programId"> {
  @Field(() => ID, { description: "Opaque." }) id!: string;
  @Field(() => String, { description: "What to look at." }) text!: string;
  @Field(() => Boolean, { description: "Whether it is not approved before it is ticked." }) required!: boolean;
  @Field(() => DateTime, { nullable: true, description: "When it was ticked; null: it is open." })
  checkedAt!: Date | null;
  @Field(() => String, { nullable: true, description: "E-mail address of who ticked it." }) checkedBy!: string | null;
}

@ShownTo(keysWith(ApiScope.PROGRAMS_REVIEW))
@ObjectType("RecommendedKind", {
  description: "So much of a further kind of credit as the first of two reviewers recommends.",
  simpleResolvers: true,
})
export class RecommendedKindObject {
  @Field(() => String, { description: "Name of the kind." }) name!: string;
  @Field(() => String, { description: "What one credit of it is called." }) unit!: string;
  @Field(() => Credits, { description: "How much an attendee may be awarded at most; 0: nothing." }) credits!: string;
}

@ShownTo(keysWith(ApiScope.PROGRAMS_REVIEW))
@ObjectType("Recommendation", { description: "What the first of two reviewers recommends.", simpleResolvers: true })
export class RecommendationObject implements Omit<RecommendationRow, "programId" | "accountId"> {
  @Field(() => String, { description: "E-mail address of who recommends to approve it." }) by!: string;
  @Field(() => DateTime, { description: "When." }) at!: Date;
  @Field(() => Credits, { description: "What an attendee may be awarded at most." }) credits!: string;
  @Field(() => [RecommendedKindObject], { description: "The same of each further kind of credit that it asks for." })
  kinds!: RecommendedKindObject[];
}

@ShownTo(keysWith(ApiScope.PROGRAMS_REVIEW))
@ObjectType("ProgramReview", {
  description: "The accreditor's own side of a program, which its provider never sees.",
  simpleResolvers: true,
})
export class ProgramReviewObject implements Omit<ReviewRow, "programId"> {
  @Field(() => ReviewerObject, {
    nullable: true,
    description: "Whom it is assigned to; null: nobody, or somebody who may not review it any more.",
  })
  assignee!: ReviewerRow | null;
  @Field(() => DateTime, { nullable: true, description: "When it was assigned to them." }) assignedAt!: Date | null;
  @Field(() => LocalDate, { nullable: true, description: "On which day somebody is to look at it again." })
  followUpOn!: string | null;
  @Field(() => Int, { description: "How many reviewers it takes to approve it: 1 or 2." }) reviewersRequired!: number;
}
