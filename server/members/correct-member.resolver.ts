import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from "type-graphql";
import type { Context } from "../core/context.ts";
import { PageArgs } from "../core/lists/page.ts";
import { Allow, peopleOnly, readsPersons, signedIn, staff } from "../core/policy.ts";
import { Upload } from "../core/scalars.ts";
import { StaffRole } from "../core/staff-roles.ts";
import type { UploadedFile } from "../core/uploaded-file.ts";
import { addMember, correctMember, updateMyProfile } from "./correct-member.ts";
import { MemberInput, NameInput, ProfileInput } from "./member.input.ts";
import { MemberObject } from "./member.object.ts";
import { canViewMember } from "./member.policy.ts";
import { type MemberRow, memberById } from "./member.queries.ts";
import { FormerNameObject, NameRequestObject } from "./name-request.object.ts";
import { NameRequestAction, nameRequestActions, nameRoles } from "./name-request.policy.ts";
import {
  type FormerNameRow,
  formerNamesOf,
  type NameRequestRow,
  nameRequestsOf,
  waitingNameRequests,
} from "./name-request.queries.ts";
import { decideNameChange, requestNameChange, withdrawNameChange } from "./request-name.ts";

@Resolver(() => MemberObject)
export class CorrectMemberResolver {
  @Allow(staff, peopleOnly, "NONE", [StaffRole.REGISTRAR])
  @Mutation(() => MemberObject, {
    description: "Makes a member, without an account. For staff. Errors: BAD_INPUT.",
  })
  addMember(
    @Arg("input", () => MemberInput, { description: "What is known of them." }) input: MemberInput,
    @Ctx() ctx: Context,
  ): Promise<MemberRow | null> {
    return addMember(ctx, input);
  }

  @Allow(staff, peopleOnly, "NONE", [StaffRole.REGISTRAR])
  @Mutation(() => MemberObject, {
    description:
      "Corrects what is known of a member. The former name still finds them, certificates stay as printed. For staff. Errors: NOT_FOUND, REASON_REQUIRED, BAD_INPUT, ILLEGAL_TRANSITION, CONFLICT_OF_INTEREST, NOTHING_CHANGED.",
  })
  correctMember(
    @Arg("id", () => ID, { description: "The member." }) id: string,
    @Arg("input", () => MemberInput, { description: "What is to be otherwise." }) input: MemberInput,
    @Arg("reason", () => String, { description: "Why; it stands in the audit log." }) reason: string,
    @Ctx() ctx: Context,
  ): Promise<MemberRow | null> {
    return correctMember(ctx, id, input, reason);
  }

  @Allow(signedIn, peopleOnly, "NONE")
  @Mutation(() => MemberObject, {
    description: "Changes what is the viewer's own to change. Errors: NOT_FOUND, BAD_INPUT, NOTHING_CHANGED.",
  })
  updateMyProfile(
    @Arg("input", () => ProfileInput, { description: "What is to be otherwise." }) input: ProfileInput,
    @Ctx() ctx: Context,
  ): Promise<MemberRow | null> {
    return updateMyProfile(ctx, input);
  }

  @Allow(signedIn, peopleOnly, "NONE")
  @Mutation(() => MemberObject, {
    description:
      "Asks staff for another name, with a PDF or picture of at most 5 MB that shows it. Errors: NOT_FOUND, BAD_INPUT, ALREADY_RECORDED, FILE_TOO_LARGE, TOO_MANY_REQUESTS.",
  })
  async requestNameChange(
    @Arg("input", () => NameInput, { description: "The other name." }) input: NameInput,
    @Arg("note", () => String, { nullable: true, description: "Why." }) note: string | null,
    @Arg("file", () => Upload, { nullable: true, description: "What shows it." }) file: UploadedFile | null,
    @Ctx() ctx: Context,
  ): Promise<MemberRow | null> {
    return memberById(ctx, (await requestNameChange(ctx, input, note, file)).memberId);
  }

  @Allow(signedIn, peopleOnly, "NONE")
  @Mutation(() => MemberObject, {
    description: "Takes back a request for another name. Errors: NOT_FOUND, ILLEGAL_TRANSITION.",
  })
  async withdrawNameChange(
    @Arg("id", () => ID, { description: "The request." }) id: string,
    @Ctx() ctx: Context,
  ): Promise<MemberRow | null> {
    return memberById(ctx, (await withdrawNameChange(ctx, id)).memberId);
  }

  @Allow(staff, peopleOnly, "NONE", nameRoles)
  @Mutation(() => MemberObject, {
    description:
      "Decides about another name that was asked for; the member is told. For staff. Errors: NOT_FOUND, REASON_REQUIRED, ILLEGAL_TRANSITION, CONFLICT_OF_INTEREST.",
  })
  async decideNameChange(
    @Arg("id", () => ID, { description: "The request." }) id: string,
    @Arg("approve", () => Boolean, { description: "Whether it becomes the member's name." }) approve: boolean,
    @Arg("decision", () => String, { nullable: true, description: "Why; needed to refuse." }) decision: string | null,
    @Ctx() ctx: Context,
  ): Promise<MemberRow | null> {
    return memberById(ctx, (await decideNameChange(ctx, id, approve, decision)).memberId);
  }

  @Allow(readsPersons, peopleOnly)
  @Query(() => [NameRequestObject], { description: "Other names that wait for staff, the oldest first." })
  async waitingNameRequests(
    @Arg("first", () => Int, { defaultValue: 20, description: "How many, at most 100." }) first: number,
    @Ctx() ctx: Context,
  ): Promise<NameRequestRow[]> {
    return waitingNameRequests(ctx, PageArgs.of({ first }).first);
  }

  @Allow(canViewMember, peopleOnly)
  @FieldResolver(() => [FormerNameObject], { description: "Names that the member had; rosters find them by each." })
  formerNames(@Root() member: MemberRow, @Ctx() ctx: Context): Promise<FormerNameRow[]> {
    return formerNamesOf(ctx, member.id);
  }

  @Allow(canViewMember, peopleOnly)
  @FieldResolver(() => [NameRequestObject], { description: "Other names that were asked for, the newest first." })
  nameRequests(@Root() member: MemberRow, @Ctx() ctx: Context): Promise<NameRequestRow[]> {
    return nameRequestsOf(ctx, member.id);
  }
}

@Resolver(() => NameRequestObject)
export class NameRequestResolver {
  @FieldResolver(() => [NameRequestAction], { description: "What the viewer can do with it now." })
  availableActions(@Root() request: NameRequestRow, @Ctx() ctx: Context): NameRequestAction[] {
    return nameRequestActions(ctx.viewer, request);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: "Where its document is; null: there is none, or it was decided.",
  })
  documentUrl(@Root() { id, documentFileId }: NameRequestRow): string | null {
    return documentFileId ? `/name-requests/${id}/document` : null;
  }
}
