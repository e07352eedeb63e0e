import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from "type-graphql";
import { ofVisibleConference } from "../conferences/session.queries.ts";
import { ApiScope } from "../core/api-scopes.ts";
import type { Context } from "../core/context.ts";
import type { OrderingOf } from "../core/lists/define-list.ts";
import { orderByDescription } from "../core/lists/order.ts";
import { type Connection, PageArgs } from "../core/lists/page.ts";
import { Allow, keysWith, staffOrProvider } from "../core/policy.ts";
import { MemberObject } from "../members/member.object.ts";
import { type MemberRow, memberById } from "../members/member.queries.ts";
import {
  ConferenceAttendeeConnection,
  ConferenceAttendeeFilter,
  ConferenceAttendeeObject,
} from "./conference-attendee.object.ts";
import { type ConferenceAttendeeRow, conferenceAttendeeList } from "./conference-attendee.queries.ts";

@Resolver(() => ConferenceAttendeeObject)
export class ConferenceAttendeeResolver {
  @Allow(staffOrProvider, keysWith(ApiScope.CONFERENCES_READ))
  @Query(() => ConferenceAttendeeConnection, {
    description:
      "Who claimed sessions of a conference, or holds its certificate, by name where nothing else is asked; for staff and its provider. Errors: NOT_FOUND.",
  })
  conferenceAttendees(
    @Arg("programId", () => ID, { description: "The conference: a program of the type CONFERENCE." })
    programId: string,
    @Arg("filter", () => ConferenceAttendeeFilter, { nullable: true, description: "Which attendees." })
    filter: ConferenceAttendeeFilter | null,
    @Arg("orderBy", () => [conferenceAttendeeList.Order], { nullable: true, description: orderByDescription })
    orderBy: OrderingOf<typeof conferenceAttendeeList>[] | null,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() ctx: Context,
  ): Promise<Connection<ConferenceAttendeeRow>> {
    return ofVisibleConference(
      ctx,
      programId,
      conferenceAttendeeList.page(ctx, { ...filter, programId }, orderBy, page),
    );
  }

  @FieldResolver(() => MemberObject, { nullable: true, description: "Who; the e-mail address masked for providers." })
  member(@Root() { memberId }: ConferenceAttendeeRow, @Ctx() ctx: Context): Promise<MemberRow | null> {
    return memberById(ctx, memberId);
  }
}
