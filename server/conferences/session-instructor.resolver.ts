import { Arg, Ctx, FieldResolver, ID, Mutation, Resolver, Root } from "type-graphql";
import { ApiScope } from "../core/api-scopes.ts";
import type { Context } from "../core/context.ts";
import { Allow, keysWith, staffOrProvider } from "../core/policy.ts";
import { MemberObject } from "../members/member.object.ts";
import { type MemberRow, memberById } from "../members/member.queries.ts";
import { canViewProgram } from "../programs/program.policy.ts";
import { SessionObject } from "./conference.object.ts";
import { conferenceKeys, speakerRoles } from "./conference.policy.ts";
import { linkSpeaker, unlinkSpeaker } from "./link-speaker.ts";
import type { SessionRow } from "./session.queries.ts";
import { SessionInstructorObject } from "./session-instructor.object.ts";
import { type InstructorRow, instructorsOfSession, type ShownInstructor } from "./session-instructor.queries.ts";

@Resolver(() => SessionInstructorObject)
export class SessionInstructorResolver {
  @Allow(staffOrProvider, keysWith(ApiScope.CONFERENCES_WRITE), "NONE", speakerRoles)
  @Mutation(() => Boolean, {
    description:
      "Says which member one of a session's speakers is, who earns of it by the rule of the conference's type; said again, it is changed. Names are not compared. Errors: NOT_FOUND, BAD_INPUT, ILLEGAL_TRANSITION, MEMBER_INACTIVE, STAFF_DECIDES.",
  })
  async linkSpeaker(
    @Arg("id", () => ID, { description: "The session." }) id: string,
    @Arg("speaker", () => String, { description: "Who of its speakers, exactly as it names them." }) speaker: string,
    @Arg("memberId", () => ID, { description: "The member." }) memberId: string,
    @Arg("givenBefore", () => Boolean, {
      defaultValue: false,
      description: "Whether the member had given the talk before: the rule may let speakers earn the first time only.",
    })
    givenBefore: boolean,
    @Ctx() ctx: Context,
  ): Promise<boolean> {
    await linkSpeaker(ctx, id, { speaker, memberId, givenBefore });
    return true;
  }

  @Allow(staffOrProvider, keysWith(ApiScope.CONFERENCES_WRITE), "NONE", speakerRoles)
  @Mutation(() => Boolean, {
    description:
      "Takes back that a member is one of a session's speakers; certificates follow by correctCertificates. True: the member was one; false: was none. Errors: NOT_FOUND, ILLEGAL_TRANSITION, STAFF_DECIDES.",
  })
  unlinkSpeaker(
    @Arg("id", () => ID, { description: "The session." }) id: string,
    @Arg("memberId", () => ID, { description: "The member." }) memberId: string,
    @Ctx() ctx: Context,
  ): Promise<boolean> {
    return unlinkSpeaker(ctx, id, memberId);
  }

  @FieldResolver(() => MemberObject, { nullable: true, description: "The member." })
  member(@Root() { memberId }: InstructorRow, @Ctx() ctx: Context): Promise<MemberRow | null> {
    return memberById(ctx, memberId);
  }
}

@Resolver(() => SessionObject)
export class InstructorsOfSessionResolver {
  @Allow(canViewProgram, conferenceKeys)
  @FieldResolver(() => [SessionInstructorObject], {
    description: "Which members its speakers are, as far as somebody said so. For staff and the provider.",
  })
  async instructors(@Root() session: SessionRow, @Ctx() ctx: Context): Promise<ShownInstructor[]> {
    const instructors = session.instructors ?? (await instructorsOfSession(ctx, session.id));
    return instructors.map((each) => ({ ...each, programId: session.programId, conference: session.conference }));
  }

  @FieldResolver(() => Boolean, {
    description: "Where its viewer may claim it: whether they earn as one of its speakers. `credits` are theirs then.",
  })
  asInstructor(@Root() { instructs }: SessionRow): boolean {
    return instructs ?? false;
  }
}
