import { Field, ID, ObjectType, registerEnumType } from "type-graphql";
import { ShownTo } from "../core/policy.ts";
import { DateTime } from "../core/scalars.ts";
import { conferenceKeys } from "./conference.policy.ts";
import type { ProposedDifference, SessionProposalRow } from "./session-proposal.queries.ts";
import { SessionProposalStatus } from "./session-proposal.status.ts";

registerEnumType(SessionProposalStatus, {
  name: "SessionProposalStatus",
  description: "Where a change of a session stands that its provider asked for.",
  valuesConfig: {
    WAITING: { description: "Staff have not decided." },
    ACCEPTED: { description: "The session was changed." },
    REFUSED: { description: "The session stays as it was." },
    WITHDRAWN: { description: "Its provider asked for something else since." },
  },
});

@ShownTo(conferenceKeys)
@ObjectType("SessionDifference", { description: "One thing that is asked for of a session.", simpleResolvers: true })
export class SessionDifferenceObject implements ProposedDifference {
  @Field(() => String, {
    description:
      "Which: startsAt, endsAt, virtual, eligible, credits, creditKinds, releasedOn, recordingOfId, or removed: whether it is off the schedule.",
  })
  field!: ProposedDifference["field"];
  @Field(() => String, { nullable: true, description: "As it is now; null: empty." }) before!: string | null;
  @Field(() => String, {
    nullable: true,
    description: "As it is to be; null: empty, of credits what its minutes earn.",
  })
  after!: string | null;
}

@ShownTo(conferenceKeys)
@ObjectType("SessionProposal", {
  description: "A change of a session that the provider of an approved conference asks for, and staff decide.",
  simpleResolvers: true,
})
export class SessionProposalObject
  implements Pick<SessionProposalRow, "id" | "status" | "note" | "decision" | "proposedAt" | "decidedAt">
{
  @Field(() => ID, { description: "Opaque; another proposal for the same session is another one." }) id!: string;
  @Field(() => SessionProposalStatus, { description: "Where it stands." }) status!: SessionProposalStatus;
  @Field(() => String, { nullable: true, description: "Why, in its provider's words." }) note!: string | null;
  @Field(() => String, { nullable: true, description: "Why staff decided so." }) decision!: string | null;
  @Field(() => DateTime, { description: "When it was asked for." }) proposedAt!: Date;
  @Field(() => DateTime, { nullable: true, description: "When staff decided; null: it waits." })
  decidedAt!: Date | null;
}
