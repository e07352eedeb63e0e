import { Arg, Args, Ctx, FieldResolver, Query, Resolver, Root } from "type-graphql";
import { ViewerObject } from "../accounts/viewer.object.ts";
import { ApiScope } from "../core/api-scopes.ts";
import type { Context } from "../core/context.ts";
import type { OrderingOf } from "../core/lists/define-list.ts";
import { orderByDescription } from "../core/lists/order.ts";
import { type Connection, PageArgs } from "../core/lists/page.ts";
import { Allow, keysWith } from "../core/policy.ts";
import type { Viewer } from "../core/viewer.ts";
import { maskEmail } from "./mask-email.ts";
import { MemberConnection, MemberFilter, MemberObject } from "./member.object.ts";
import { canSearchMembers, canViewMember, canViewMemberListing } from "./member.policy.ts";
import { type MemberRow, memberById, memberList } from "./member.queries.ts";
import { searchMembers } from "./search-members.ts";

@Resolver(() => MemberObject)
export class MemberResolver {
  @Allow(canSearchMembers, keysWith(ApiScope.MEMBERS_READ))
  @Query(() => MemberConnection, {
    description:
      "Member search, by name where nothing else is asked. At most 50 a page; every search is logged. For providers totalCount ends at 50. Errors: BAD_INPUT.",
  })
  members(
    @Arg("filter", () => MemberFilter, { description: "Which members." }) filter: MemberFilter,
    @Arg("orderBy", () => [memberList.Order], { nullable: true, description: orderByDescription })
    orderBy: OrderingOf<typeof memberList>[] | null,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() ctx: Context,
  ): Promise<Connection<MemberRow>> {
    return searchMembers(ctx, filter, orderBy, page);
  }

  @Allow(canViewMemberListing, keysWith(ApiScope.MEMBERS_READ))
  @FieldResolver(() => String, {
    nullable: true,
    description: "Primary e-mail address: whole for staff and the member, masked for providers.",
  })
  email(@Root() member: MemberRow, @Ctx() ctx: Context): string | null {
    return canViewMember(ctx.viewer, member) ? member.email : maskEmail(member.email);
  }

  @Allow(canViewMember, keysWith(ApiScope.MEMBERS_READ))
  @FieldResolver(() => MemberObject, {
    nullable: true,
    description: "The member whom this one has become; null: none.",
  })
  async mergedInto(@Root() { mergedIntoId }: MemberRow, @Ctx() ctx: Context): Promise<MemberRow | null> {
    return mergedIntoId ? memberById(ctx, mergedIntoId) : null;
  }
}

@Resolver(() => ViewerObject)
export class ViewerMemberResolver {
  @FieldResolver(() => MemberObject, { nullable: true, description: "The person whose credit the viewer holds." })
  async member(@Root() viewer: Viewer, @Ctx() ctx: Context): Promise<MemberRow | null> {
    return viewer.memberId ? memberById(ctx, viewer.memberId) : null;
  }
}
