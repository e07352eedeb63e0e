import { ArrayMaxSize } from "class-validator";
import { Arg, Args, ArgsType, Ctx, Field, FieldResolver, ID, Mutation, Query, Resolver, Root } from "type-graphql";
import { SessionObject } from "../conferences/conference.object.ts";
import { conferenceKeys } from "../conferences/conference.policy.ts";
import type { SessionRow } from "../conferences/session.queries.ts";
import type { Context } from "../core/context.ts";
import { Allow, anyone, holdsCredit, peopleOnly, ShownOnce, staffOrProvider } from "../core/policy.ts";
import { DateTime } from "../core/scalars.ts";
import { StaffRole } from "../core/staff-roles.ts";
import { MemberObject } from "../members/member.object.ts";
import { type MemberRow, memberById } from "../members/member.queries.ts";
import { canViewProgram } from "../programs/program.policy.ts";
import { decidePresence } from "./decide-presence.ts";
import { endRoomLink, makeRoomLink } from "./make-room-link.ts";
import { PresenceRecordObject, RoomObject, ShownPresenceObject, ShowPresenceArgs } from "./presence.object.ts";
import { decidedPresence, type PresenceRow, presenceToDecide, roomLinkOfSession } from "./presence.queries.ts";
import { type Room, readRoom } from "./read-room.ts";
import { type ShownPresence, showPresence } from "./show-presence.ts";

@ArgsType()
class DecidePresenceArgs {
  @Field(() => ID, { description: "Of which session." }) sessionId!: string;
  @Field(() => [ID], { description: "Which pieces of `presenceToDecide`, at most 200." })
  @ArrayMaxSize(200)
  ids!: string[];
  @Field(() => Boolean, { description: "Whether they count." }) counts!: boolean;
  @Field(() => String, { description: "Why." }) reason!: string;
}

@Resolver()
export class RoomResolver {
  @Allow(anyone, peopleOnly)
  @Query(() => RoomObject, {
    nullable: true,
    description: "What a room's screen needs to show codes for an hour; null for a link that was ended.",
  })
  room(
    @Arg("token", () => String, { description: "Of its link." }) token: string,
    @Ctx() ctx: Context,
  ): Promise<Room | null> {
    return readRoom(ctx, token);
  }

  @Allow(holdsCredit, peopleOnly, "NONE")
  @Mutation(() => ShownPresenceObject, {
    description:
      "Records that the viewer is in a session's room, by the code of its screen. Errors: NOT_FOUND unless the viewer is registered for the conference; PRESENCE_CODE_REFUSED, with `why`: OLD, OTHER_SESSION, NOT_NOW, WRONG; MEMBER_INACTIVE, BAD_INPUT, TOO_MANY_REQUESTS.",
  })
  showPresence(@Args(() => ShowPresenceArgs) shown: ShowPresenceArgs, @Ctx() ctx: Context): Promise<ShownPresence> {
    return showPresence(ctx, shown);
  }

  @Allow(staffOrProvider, peopleOnly, "NONE", [StaffRole.REGISTRAR])
  @ShownOnce()
  @Mutation(() => String, {
    description:
      "Makes the link by which the screen of a session's room shows codes, and tells it this once; the one before ends. Errors: NOT_FOUND, ILLEGAL_TRANSITION.",
  })
  makeRoomLink(
    @Arg("sessionId", () => ID, { description: "The session." }) sessionId: string,
    @Ctx() ctx: Context,
  ): Promise<string> {
    return makeRoomLink(ctx, sessionId);
  }

  @Allow(staffOrProvider, peopleOnly, "NONE", [StaffRole.REGISTRAR])
  @Mutation(() => Boolean, {
    description: "Ends that link and its codes. True: there was one. Errors: NOT_FOUND, ILLEGAL_TRANSITION.",
  })
  endRoomLink(
    @Arg("sessionId", () => ID, { description: "The session." }) sessionId: string,
    @Ctx() ctx: Context,
  ): Promise<boolean> {
    return endRoomLink(ctx, sessionId);
  }

  @Allow(staffOrProvider, peopleOnly, "NONE", [StaffRole.REGISTRAR])
  @Mutation(() => SessionObject, {
    description:
      "Says whether evidence counts that waits or is marked. It stays so; who said of themselves that they were there is told by mail. Errors: NOT_FOUND, also for what is decided; CONFLICT_OF_INTEREST for one's own; REASON_REQUIRED, ILLEGAL_TRANSITION.",
  })
  decidePresence(
    @Args(() => DecidePresenceArgs) { sessionId, ids, counts, reason }: DecidePresenceArgs,
    @Ctx() ctx: Context,
  ): Promise<SessionRow> {
    return decidePresence(ctx, sessionId, ids, counts, reason);
  }
}

@Resolver(() => SessionObject)
export class RoomOfSessionResolver {
  @Allow(canViewProgram, conferenceKeys)
  @FieldResolver(() => DateTime, {
    nullable: true,
    description: "When the link for its room's screen was made; null: it has none.",
  })
  roomLinkMadeAt(@Root() { id }: SessionRow, @Ctx() ctx: Context): Promise<Date | null> {
    return roomLinkOfSession(ctx, id);
  }

  @Allow(canViewProgram, conferenceKeys)
  @FieldResolver(() => [PresenceRecordObject], {
    description:
      "Evidence of presence that somebody should decide on: what was sent too late, what people say of themselves, and what several showed on one device. At most 200, the oldest first.",
  })
  presenceToDecide(@Root() { id }: SessionRow, @Ctx() ctx: Context): Promise<PresenceRow[]> {
    return presenceToDecide(ctx, id);
  }

  @Allow(canViewProgram, conferenceKeys)
  @FieldResolver(() => [PresenceRecordObject], {
    description: "Evidence of presence that was decided on, with the reason. At most 200, the last first.",
  })
  presenceDecided(@Root() { id }: SessionRow, @Ctx() ctx: Context): Promise<PresenceRow[]> {
    return decidedPresence(ctx, id);
  }
}

@Resolver(() => PresenceRecordObject)
export class PresenceRecordResolver {
  @FieldResolver(() => MemberObject, { nullable: true, description: "Whose it is; null: of a registration." })
  member(@Root() { memberId }: PresenceRow, @Ctx() ctx: Context): Promise<MemberRow | null> | null {
    return memberId ? memberById(ctx, memberId) : null;
  }
}
