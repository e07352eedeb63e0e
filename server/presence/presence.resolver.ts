import { Args, Ctx, FieldResolver, Mutation, Resolver, Root } from "type-graphql";
import { SessionObject } from "../conferences/conference.object.ts";
import type { SessionRow } from "../conferences/session.queries.ts";
import { ApiScope } from "../core/api-scopes.ts";
import type { Context } from "../core/context.ts";
import { Allow, keysWith, staffOrProvider } from "../core/policy.ts";
import { StaffRole } from "../core/staff-roles.ts";
import { ProgramObject } from "../programs/program.object.ts";
import { canViewProgram, programKeys } from "../programs/program.policy.ts";
import type { ProgramRow } from "../programs/program.queries.ts";
import { ConferenceDemandObject, PresenceDemandArgs, SessionPresenceObject } from "./presence.object.ts";
import { type DemandRow, demandOfProgram } from "./presence.queries.ts";
import type { SessionPresence } from "./presence.rules.ts";
import { setPresenceDemand } from "./set-presence-demand.ts";

@Resolver(() => ProgramObject)
export class PresenceDemandResolver {
  @Allow(canViewProgram, programKeys)
  @FieldResolver(() => ConferenceDemandObject, {
    description: "Of a conference: what it demands before a session of it earns.",
  })
  presenceDemand(@Root() { id }: ProgramRow, @Ctx() ctx: Context): Promise<DemandRow> {
    return demandOfProgram(ctx, id);
  }

  @Allow(staffOrProvider, keysWith(ApiScope.PROGRAMS_WRITE), "NONE", [StaffRole.REVIEWER])
  @Mutation(() => ProgramObject, {
    description:
      "Says what a conference demands before a session of it earns: its provider until somebody has claimed one, staff at any time with a reason. Certificates that were issued stay. Errors: NOT_FOUND, BAD_INPUT, STAFF_DECIDES, REASON_REQUIRED, ILLEGAL_TRANSITION.",
  })
  setPresenceDemand(
    @Args(() => PresenceDemandArgs) { programId, demand, percent, reason }: PresenceDemandArgs,
    @Ctx() ctx: Context,
  ): Promise<ProgramRow> {
    return setPresenceDemand(ctx, programId, { demand, percent }, reason);
  }
}

@Resolver(() => SessionObject)
export class SessionPresenceResolver {
  @FieldResolver(() => SessionPresenceObject, {
    nullable: true,
    description: "What the viewer, who claims it, has to show for it and has shown. Null: nobody claims it here.",
  })
  presence(@Root() session: SessionRow & { presence?: SessionPresence }): SessionPresence | null {
    return session.presence ?? null;
  }
}
