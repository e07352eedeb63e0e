import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Resolver, Root } from "type-graphql";
import type { Context } from "../core/context.ts";
import { Allow, peopleOnly, staff } from "../core/policy.ts";
import { canViewProgram } from "../programs/program.policy.ts";
import { SessionObject } from "./conference.object.ts";
import { conferenceKeys, sessionRoles } from "./conference.policy.ts";
import { decideSessionProposal } from "./decide-session-proposal.ts";
import type { SessionRow } from "./session.queries.ts";
import { SessionDifferenceObject, SessionProposalObject } from "./session-proposal.object.ts";
import {
  differencesOf,
  type ProposedDifference,
  proposalFrom,
  proposalOfSession,
  type SessionProposalRow,
  type ShownProposal,
} from "./session-proposal.queries.ts";

@Resolver(() => SessionProposalObject)
export class SessionProposalResolver {
  @Allow(staff, peopleOnly, "NONE", sessionRoles)
  @Mutation(() => Boolean, {
    description:
      "Accepts or refuses what the provider of an approved conference asks for of a session, and tells it. Accepted, the session is changed; certificates follow by correctCertificates. Errors: NOT_FOUND, CONFLICT_OF_INTEREST, ILLEGAL_TRANSITION where it does not wait any more, STALE_VERSION, REASON_REQUIRED, BAD_INPUT, CREDITS_NOT_WHOLE_STEPS.",
  })
  async decideSessionProposal(
    @Arg("id", () => ID, { description: "The proposal." }) id: string,
    @Arg("version", () => Int, { description: "The version of its session that was read." }) version: number,
    @Arg("accept", () => Boolean, { description: "Whether the session is changed." }) accept: boolean,
    @Arg("reason", () => String, { nullable: true, description: "Why; needed to refuse, its provider reads it." })
    reason: string | null,
    @Ctx() ctx: Context,
  ): Promise<boolean> {
    await decideSessionProposal(ctx, id, version, accept, reason);
    return accept;
  }

  @FieldResolver(() => [SessionDifferenceObject], { description: "What is asked for, beside what is so now." })
  differences(@Root() proposal: SessionProposalRow): ProposedDifference[] {
    return differencesOf(proposal);
  }
}

@Resolver(() => SessionObject)
export class ProposalOfSessionResolver {
  @Allow(canViewProgram, conferenceKeys)
  @FieldResolver(() => SessionProposalObject, {
    nullable: true,
    description:
      "What its provider asks for and staff have not decided, or else what they decided last; null: nothing was asked for.",
  })
  async proposal(@Root() session: SessionRow, @Ctx() ctx: Context): Promise<ShownProposal | null> {
    // Lists read it with the session.
    const { id, proposal: read, programId, conference } = session;
    const proposal = read === undefined ? await proposalOfSession(ctx, id) : proposalFrom(read);
    return proposal && { ...proposal, programId, conference };
  }
}
