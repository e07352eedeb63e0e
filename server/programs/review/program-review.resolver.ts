import { Arg, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from "type-graphql";
import { ApiScope } from "../../core/api-scopes.ts";
import type { Context } from "../../core/context.ts";
import { Allow, keysWith, ShownTo, staff } from "../../core/policy.ts";
import { LocalDate } from "../../core/scalars.ts";
import { StaffRole } from "../../core/staff-roles.ts";
import { ProgramObject } from "../program.object.ts";
import type { ProgramRow } from "../program.queries.ts";
import { addNote } from "./add-note.ts";
import { assignProgram } from "./assign-program.ts";
import { checkItem } from "./check-item.ts";
import { type CheckRow, checklistOfProgram } from "./checklist.ts";
import {
  ProgramCheckObject,
  ProgramReviewObject,
  RecommendationObject,
  ReviewerObject,
  ReviewNoteObject,
} from "./program-review.object.ts";
import { type ReviewRow, reviewOf } from "./program-review.queries.ts";
import { removeNote } from "./remove-note.ts";
import { type NoteRow, notesOfProgram } from "./review-note.queries.ts";
import { listReviewers, type ReviewerRow } from "./reviewers.ts";
import { type RecommendationRow, recommendationOf } from "./two-reviewers.ts";

const reviewKeys = keysWith(ApiScope.PROGRAMS_REVIEW);

@Resolver(() => ProgramObject)
export class ProgramReviewResolver {
  @ShownTo(reviewKeys)
  @FieldResolver(() => ProgramReviewObject, {
    nullable: true,
    description:
      "The accreditor's own side of it. Null for whoever is not of the staff, and for staff who act for its provider.",
  })
  review(@Root() program: ProgramRow, @Ctx() ctx: Context): Promise<ReviewRow | null> {
    return reviewOf(ctx, program);
  }

  @Allow(staff, reviewKeys)
  @Query(() => [ReviewerObject], { description: "Who reviews for the accreditor, and can be assigned programs." })
  reviewers(@Ctx() ctx: Context): Promise<ReviewerRow[]> {
    return listReviewers(ctx);
  }

  @Allow(staff, reviewKeys, "NONE", [StaffRole.REVIEWER])
  @Mutation(() => ProgramObject, {
    description:
      "Says who of the staff looks after a program, and when to look at it again; its provider is not told. Errors: CONFLICT_OF_INTEREST, ILLEGAL_TRANSITION, BAD_INPUT for an account that may not review it.",
  })
  assignProgram(
    @Arg("id", () => ID, { description: "The program's ID." }) id: string,
    @Arg("accountId", () => ID, { nullable: true, description: "One of reviewers; none: nobody in particular." })
    accountId: string | null,
    @Arg("followUpOn", () => LocalDate, { nullable: true, description: "When to look at it again; none: no such day." })
    followUpOn: string | null,
    @Ctx() ctx: Context,
  ): Promise<ProgramRow> {
    return assignProgram(ctx, id, accountId ?? null, followUpOn ?? null);
  }

  @Allow(staff, reviewKeys, "NONE", [StaffRole.REVIEWER])
  @Mutation(() => ProgramObject, {
    description: "Notes something of a program that only staff see. Errors: CONFLICT_OF_INTEREST, BAD_INPUT.",
  })
  addNote(
    @Arg("programId", () => ID, { description: "The program's ID." }) programId: string,
    @Arg("text", () => String, { description: "What it says." }) text: string,
    @Ctx() ctx: Context,
  ): Promise<ProgramRow> {
    return addNote(ctx, programId, text);
  }

  @Allow(staff, reviewKeys, "NONE", [StaffRole.REVIEWER])
  @Mutation(() => ProgramObject, {
    description:
      "Ticks an item of the checklist of a program in review, or takes the tick off. Errors: as startReview; NOT_FOUND.",
  })
  checkItem(
    @Arg("id", () => ID, { description: "The item's ID." }) id: string,
    @Arg("checked", () => Boolean, { defaultValue: true, description: "False: it is open again." }) checked: boolean,
    @Ctx() ctx: Context,
  ): Promise<ProgramRow> {
    return checkItem(ctx, id, checked);
  }

  @Allow(staff, reviewKeys, "NONE", [StaffRole.REVIEWER])
  @Mutation(() => ProgramObject, { description: "Takes a note of one's own away. Errors: NOT_FOUND, FORBIDDEN." })
  removeNote(
    @Arg("id", () => ID, { description: "The note's ID." }) id: string,
    @Ctx() ctx: Context,
  ): Promise<ProgramRow> {
    return removeNote(ctx, id);
  }
}

@Resolver(() => ProgramReviewObject)
export class ReviewPartsResolver {
  @FieldResolver(() => RecommendationObject, {
    nullable: true,
    description: "What the first of two reviewers recommends; null: nothing, or the application has changed since.",
  })
  recommendation(@Root() { programId }: ReviewRow, @Ctx() ctx: Context): Promise<RecommendationRow | null> {
    return recommendationOf(ctx, programId);
  }

  @FieldResolver(() => [ProgramCheckObject], {
    description: "What is looked at in it: as its type had it when the review began.",
  })
  checklist(@Root() { programId }: ReviewRow, @Ctx() ctx: Context): Promise<CheckRow[]> {
    return checklistOfProgram(ctx, programId);
  }

  @FieldResolver(() => [ReviewNoteObject], { description: "What staff noted of it, the latest first." })
  notes(@Root() { programId }: ReviewRow, @Ctx() ctx: Context): Promise<NoteRow[]> {
    return notesOfProgram(ctx, programId);
  }
}

@Resolver(() => ReviewNoteObject)
export class ReviewNoteResolver {
  @FieldResolver(() => Boolean, { description: "Whether the viewer wrote it, and can take it away." })
  isOwn(@Root() { authorAccountId }: NoteRow, @Ctx() { viewer }: Context): boolean {
    return authorAccountId !== null && authorAccountId === viewer.accountId;
  }
}
