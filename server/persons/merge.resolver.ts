import { Arg, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from "type-graphql";
import { ApiScope } from "../core/api-scopes.ts";
import type { Context } from "../core/context.ts";
import { Allow, keysWith, peopleOnly, readsPersons, staff } from "../core/policy.ts";
import { StaffRole } from "../core/staff-roles.ts";
import { MemberObject } from "../members/member.object.ts";
import { canViewMember } from "../members/member.policy.ts";
import type { MemberRow } from "../members/member.queries.ts";
import { MergePreviewObject, previewOf } from "./merge.object.ts";
import { formerNumbers } from "./merge.queries.ts";
import { mergeMembers } from "./merge-members.ts";
import { planMerge } from "./merge-plan.ts";
import { MemberAction, memberActions } from "./person.policy.ts";
import { standingOfMember } from "./person-standing.queries.ts";

@Resolver(() => MemberObject)
export class MergeResolver {
  @Allow(readsPersons, peopleOnly)
  @Query(() => MergePreviewObject, {
    description:
      "What merging two members would do; does nothing. For staff. Errors: NOT_FOUND, BAD_INPUT, ILLEGAL_TRANSITION, CONFLICT_OF_INTEREST.",
  })
  async mergePreview(
    @Arg("keepId", () => ID, { description: "The member that stays." }) keepId: string,
    @Arg("mergeId", () => ID, { description: "The member that becomes another number of it." }) mergeId: string,
    @Ctx() ctx: Context,
  ): Promise<MergePreviewObject> {
    return previewOf(await planMerge(ctx.db.manager, ctx, keepId, mergeId));
  }

  @Allow(staff, peopleOnly, "FRESH", [StaffRole.REGISTRAR])
  @Mutation(() => MemberObject, {
    description:
      "Makes one person of two members, for good: both histories are kept, doubled credit is reversed, both numbers reach the one that stays. For staff. Errors: as mergePreview; REASON_REQUIRED, STALE_VERSION.",
  })
  mergeMembers(
    @Arg("keepId", () => ID, { description: "The member that stays." }) keepId: string,
    @Arg("mergeId", () => ID, { description: "The member that becomes another number of it." }) mergeId: string,
    @Arg("fingerprint", () => String, { description: "That of the preview that was looked at." }) fingerprint: string,
    @Arg("reason", () => String, { description: "Why they are one person." }) reason: string,
    @Ctx() ctx: Context,
  ): Promise<MemberRow | null> {
    return mergeMembers(ctx, keepId, mergeId, fingerprint, reason);
  }

  @Allow(canViewMember, peopleOnly)
  @FieldResolver(() => [MemberAction], { description: "What the viewer can do with the member now." })
  async availableActions(@Root() member: MemberRow, @Ctx() ctx: Context): Promise<MemberAction[]> {
    const standing = await standingOfMember(ctx, member.id);
    return standing ? memberActions(ctx.viewer, standing) : [];
  }

  @Allow(canViewMember, keysWith(ApiScope.MEMBERS_READ))
  @FieldResolver(() => [String], {
    description: "Numbers of members that were merged into this one. Rosters that name them reach it.",
  })
  formerNumbers(@Root() member: MemberRow, @Ctx() ctx: Context): Promise<string[]> {
    return formerNumbers(ctx, member.id);
  }
}
