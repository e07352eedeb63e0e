import { Field, ID, InputType, Int, ObjectType } from "type-graphql";
import { SessionObject } from "../conferences/conference.object.ts";
import type { SessionKind, SessionRow } from "../conferences/session.queries.ts";
import { ErrorCode } from "../core/errors.ts";
import { MemberScope } from "../core/member-scopes.ts";
import { NodeObject } from "../core/node.ts";
import { keysWith, ShownTo } from "../core/policy.ts";
import { Credits, LocalDate } from "../core/scalars.ts";
import type { RegisteredConference } from "./claimable.queries.ts";
import type { ClaimWish } from "./save-claims.ts";

@ShownTo(keysWith(MemberScope.CONFERENCES))
@ObjectType("Conference", {
  implements: NodeObject,
  description: "An ended conference that the viewer is registered for, or speaks at, as they may claim it.",
  simpleResolvers: true,
})
export class ConferenceObject
  implements Omit<RegisteredConference, "providerId" | "obstacle" | "sessions" | "approved">
{
  @Field(() => ID, { description: "Opaque. Where a conference is asked for, its program's does as well." }) id!: string;
  @Field(() => String, { description: "Name." }) name!: string;
  @Field(() => LocalDate, { description: "First day." }) startsOn!: string;
  @Field(() => LocalDate, { description: "Last day." }) endsOn!: string;
  @Field(() => String, { description: "IANA name of its time zone, in which it ends and its sessions have dates." })
  timeZone!: string;
  @Field(() => String, { description: "City and venue, or Online." }) place!: string;
  @Field(() => String, { description: "What one credit is called, such as CEC." }) creditUnit!: string;
  @Field(() => LocalDate, {
    nullable: true,
    description: "Last day on which its sessions can be claimed, to its end in `timeZone`; null: there is none.",
  })
  claimsUntil!: string | null;
}

@ShownTo(keysWith(MemberScope.CONFERENCES))
@ObjectType("ConferenceDay", {
  description: "One day of a conference. A session past midnight stands under the day on which it starts.",
  simpleResolvers: true,
})
export class ConferenceDayObject {
  @Field(() => LocalDate, { description: "The day." }) date!: string;
  @Field(() => [SessionObject], { description: "The sessions that the viewer may claim, by start." })
  sessions!: SessionRow[];
}

@ShownTo(keysWith(MemberScope.CONFERENCES))
@ObjectType("ClaimedKind", {
  description: "So much of a further kind of credit as the chosen sessions earn, or as the conference awards at most.",
  simpleResolvers: true,
})
export class ClaimedKindObject implements Pick<SessionKind, "name" | "unit" | "credits" | "isPart"> {
  @Field(() => String, { description: "Name of the kind." }) name!: string;
  @Field(() => String, { description: "What one credit of it is called." }) unit!: string;
  @Field(() => Credits, { description: "How much." }) credits!: string;
  @Field(() => Boolean, { description: "Whether another kind includes it." }) isPart!: boolean;
}

@ShownTo(keysWith(MemberScope.CONFERENCES, MemberScope.CLAIMS))
@ObjectType("SessionClaim", { description: "The viewer's choice of a session.", simpleResolvers: true })
export class SessionClaimObject {
  @Field(() => SessionObject, { description: "The session." }) session!: SessionRow;
  @Field(() => LocalDate, { description: "The day on which it was attended." }) attendedOn!: string;
  @Field(() => Boolean, {
    description: "Whether that day can be edited: that of a virtual session, but for its speakers.",
  })
  attendedOnEditable!: boolean;
  /** Whether it was written just now: what it is part of was read before then, if at all. */
  isNew!: boolean;

  /** Null where the viewer has not claimed the session. */
  static of(session: SessionRow, isNew = false): SessionClaimObject | null {
    if (!session.claim) return null;
    const { attendedOn } = session.claim;
    return Object.assign(new SessionClaimObject(), {
      session,
      attendedOn,
      attendedOnEditable: session.virtual && !session.instructs,
      isNew,
    });
  }
}

@InputType({ description: "One session of a whole choice." })
export class ClaimInput implements ClaimWish {
  @Field(() => ID, { description: "The session." }) sessionId!: string;
  @Field(() => LocalDate, {
    nullable: true,
    description: "The day on which it was attended: required for a virtual session, else its date or nothing.",
  })
  attendedOn?: string | null;
}

@ShownTo(keysWith(MemberScope.CLAIMS))
@ObjectType("ClaimProblem", { description: "Why one session of a whole choice is refused.", simpleResolvers: true })
export class ClaimProblemObject {
  @Field(() => Int, { description: "Its place in the list that was sent, from 0." }) index!: number;
  @Field(() => ID, { description: "The session." }) sessionId!: string;
  @Field(() => ErrorCode, { description: "As claimSession would refuse it." }) code!: ErrorCode;
  @Field(() => String, { description: "What to do, for people." }) message!: string;
  @Field(() => ID, { nullable: true, description: "The session that it cannot stand beside." })
  otherSessionId!: string | null;
  @Field(() => LocalDate, { nullable: true, description: "First day on which it can have been attended." })
  attendedFrom!: string | null;
  @Field(() => LocalDate, { nullable: true, description: "Last day on which it can have been attended." })
  attendedUntil!: string | null;
}

@ShownTo(keysWith(MemberScope.CLAIMS))
@ObjectType("SaveClaimsPayload", { description: "What became of a whole choice.", simpleResolvers: true })
export class SaveClaimsPayload {
  @Field(() => Boolean, { description: "Whether it was tried only." }) preview!: boolean;
  @Field(() => ConferenceObject, {
    nullable: true,
    description:
      "The conference with the choices as they are: with problems unchanged, of a preview as they would be. Null: it is not among the viewer's any more.",
  })
  conference!: RegisteredConference | null;
  @Field(() => [ClaimProblemObject], { description: "None: it was saved. Else nothing was, and here is why." })
  problems!: ClaimProblemObject[];
}
