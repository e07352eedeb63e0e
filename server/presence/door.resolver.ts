import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from "type-graphql";
import { conferenceKeys, registrationRoles } from "../conferences/conference.policy.ts";
import type { Context } from "../core/context.ts";
import { Allow, anyone, peopleOnly, ShownOnce, signedIn, staffOrProvider } from "../core/policy.ts";
import { DateTime } from "../core/scalars.ts";
import { ProgramObject } from "../programs/program.object.ts";
import { canViewProgram } from "../programs/program.policy.ts";
import type { ProgramRow } from "../programs/program.queries.ts";
import { type BadgeRow, badgesOfViewer } from "./badge.queries.ts";
import {
  BadgeObject,
  DoorBadgesObject,
  DoorObject,
  DoorSessionObject,
  RecordScansArgs,
  ScannedBadgeObject,
} from "./door.object.ts";
import { endDoorLink, makeDoorLink } from "./make-door-link.ts";
import { doorLinkOfProgram } from "./presence.queries.ts";
import { badgesOfDoor, type Door, type DoorBadges, type DoorSession, readDoor, sessionsOfDoor } from "./read-door.ts";
import { recordScans, type ScannedBadge } from "./record-scans.ts";

@Resolver(() => DoorObject)
export class DoorResolver {
  @Allow(anyone, peopleOnly)
  @Query(() => DoorObject, {
    nullable: true,
    description:
      "What telephones at a conference's doors need to scan badges without a network; null for a link that was ended.",
  })
  door(
    @Arg("token", () => String, { description: "Of the link." }) token: string,
    @Ctx() ctx: Context,
  ): Promise<Door | null> {
    return readDoor(ctx, token);
  }

  @FieldResolver(() => [DoorSessionObject], {
    description: "Its sessions of yesterday, today and tomorrow, by start; recordings are none.",
  })
  sessions(@Root() { programId }: Door, @Ctx() ctx: Context): Promise<DoorSession[]> {
    return sessionsOfDoor(ctx, programId);
  }

  @FieldResolver(() => DoorBadgesObject, { description: "By which badges are known, 2,000 at once." })
  badges(
    @Root() { programId }: Door,
    @Arg("after", () => ID, { nullable: true, description: "As the ones before say." }) after: string | null,
    @Ctx() ctx: Context,
  ): Promise<DoorBadges> {
    return badgesOfDoor(ctx, programId, after);
  }

  @Allow(anyone, peopleOnly, "NONE")
  @Mutation(() => [ScannedBadgeObject], {
    description:
      "Records who was seen at the doors of a conference, by the link of its telephones: each scan once, in whatever order and however often it is sent. Errors: NOT_FOUND for a link that was ended, BAD_INPUT, TOO_MANY_REQUESTS; what is wrong with one scan is its `outcome`.",
  })
  recordScans(
    @Args(() => RecordScansArgs) { token, scans }: RecordScansArgs,
    @Ctx() ctx: Context,
  ): Promise<ScannedBadge[]> {
    return recordScans(ctx, token, scans);
  }

  @Allow(staffOrProvider, peopleOnly, "NONE", registrationRoles)
  @ShownOnce()
  @Mutation(() => String, {
    description:
      "Makes the link by which telephones scan badges at a conference's doors, and tells it this once; the one before ends. Errors: NOT_FOUND, ILLEGAL_TRANSITION, BAD_INPUT.",
  })
  makeDoorLink(
    @Arg("programId", () => ID, { description: "The conference." }) programId: string,
    @Ctx() ctx: Context,
  ): Promise<string> {
    return makeDoorLink(ctx, programId);
  }

  @Allow(staffOrProvider, peopleOnly, "NONE", registrationRoles)
  @Mutation(() => Boolean, {
    description: "Ends that link. True: there was one. Errors: NOT_FOUND, ILLEGAL_TRANSITION, BAD_INPUT.",
  })
  endDoorLink(
    @Arg("programId", () => ID, { description: "The conference." }) programId: string,
    @Ctx() ctx: Context,
  ): Promise<boolean> {
    return endDoorLink(ctx, programId);
  }
}

@Resolver(() => BadgeObject)
export class BadgeResolver {
  @Allow(signedIn, peopleOnly)
  @Query(() => [BadgeObject], {
    description:
      "The badges of the viewer's registrations for conferences that have not ended, the next one first; at most 50.",
  })
  badges(@Ctx() ctx: Context): Promise<BadgeRow[]> {
    return badgesOfViewer(ctx);
  }
}

@Resolver(() => ProgramObject)
export class DoorOfProgramResolver {
  @Allow(canViewProgram, conferenceKeys)
  @FieldResolver(() => DateTime, {
    nullable: true,
    description: "Of a conference: when the link of the telephones at its doors was made; null: it has none.",
  })
  doorLinkMadeAt(@Root() { id }: ProgramRow, @Ctx() ctx: Context): Promise<Date | null> {
    return doorLinkOfProgram(ctx, id);
  }
}
