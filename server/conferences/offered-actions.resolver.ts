import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { Context } from "../core/context.ts";
import { Allow } from "../core/policy.ts";
import { ProgramObject } from "../programs/program.object.ts";
import { canViewProgram } from "../programs/program.policy.ts";
import { type ProgramRow, programById } from "../programs/program.queries.ts";
import { RegistrationObject, SessionObject } from "./conference.object.ts";
import {
  ConferenceAction,
  type ConferenceFacts,
  conferenceActions,
  conferenceKeys,
  InstructorAction,
  instructorActions,
  type PartOfConference,
  RegistrationAction,
  registrationActions,
  SessionAction,
  SessionProposalAction,
  sessionActions,
  sessionProposalActions,
} from "./conference.policy.ts";
import type { RegistrationRow, SessionRow } from "./session.queries.ts";
import { SessionInstructorObject } from "./session-instructor.object.ts";
import type { ShownInstructor } from "./session-instructor.queries.ts";
import { SessionProposalObject } from "./session-proposal.object.ts";
import type { ShownProposal } from "./session-proposal.queries.ts";

/** What the parts of a conference offer is decided by the conference: lists bring what does along, else it is read once for all of them. */
async function offered<Action>(
  ctx: Context,
  { programId, conference }: PartOfConference,
  actions: (conference: ConferenceFacts) => Action[],
): Promise<Action[]> {
  const facts = conference ?? (await programById(ctx, programId));
  return facts ? actions(facts) : [];
}

@Resolver(() => ProgramObject)
export class ConferenceActionsResolver {
  @FieldResolver(() => [ConferenceAction], {
    description: "Of a conference, what the viewer can add to it now; of another program nothing.",
  })
  conferenceActions(@Root() program: ProgramRow, @Ctx() ctx: Context): ConferenceAction[] {
    return conferenceActions(ctx.viewer, program);
  }
}

@Resolver(() => SessionObject)
export class SessionActionsResolver {
  @Allow(canViewProgram, conferenceKeys)
  @FieldResolver(() => [SessionAction], {
    description: "What the viewer can do with it now, who keeps its conference.",
  })
  availableActions(@Root() session: SessionRow, @Ctx() ctx: Context): Promise<SessionAction[]> {
    return offered(ctx, session, (conference) => sessionActions(ctx.viewer, conference, session));
  }
}

@Resolver(() => SessionInstructorObject)
export class InstructorActionsResolver {
  @FieldResolver(() => [InstructorAction], { description: "What the viewer can do with it now." })
  availableActions(@Root() link: ShownInstructor, @Ctx() ctx: Context): Promise<InstructorAction[]> {
    return offered(ctx, link, (conference) => instructorActions(ctx.viewer, conference, link));
  }
}

@Resolver(() => SessionProposalObject)
export class SessionProposalActionsResolver {
  @FieldResolver(() => [SessionProposalAction], { description: "What the viewer can do with it now." })
  availableActions(@Root() proposal: ShownProposal, @Ctx() ctx: Context): Promise<SessionProposalAction[]> {
    return offered(ctx, proposal, (conference) => sessionProposalActions(ctx.viewer, conference, proposal.status));
  }
}

@Resolver(() => RegistrationObject)
export class RegistrationActionsResolver {
  @FieldResolver(() => [RegistrationAction], { description: "What the viewer can do with it now." })
  availableActions(@Root() registration: RegistrationRow, @Ctx() ctx: Context): Promise<RegistrationAction[]> {
    return offered(ctx, registration, (conference) => registrationActions(ctx.viewer, conference));
  }
}
