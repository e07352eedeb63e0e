import { Field, ID, ObjectType } from "type-graphql";
import { SessionObject } from "../conferences/conference.object.ts";
import type { SessionKind, SessionRow } from "../conferences/session.queries.ts";
import { MemberScope } from "../core/member-scopes.ts";
import { keysWith, ShownTo } from "../core/policy.ts";
import { Credits, LocalDate } from "../core/scalars.ts";
import type { RegisteredConference } from "./claimable.queries.ts";

@ShownTo(keysWith(MemberScope.CONFERENCES))
@ObjectType("Conference", {
  description: "An ended conference that the viewer is registered for, or speaks at, as they may claim it.",
  simpleResolvers: true,
})
export class ConferenceObject
  implements Omit<RegisteredConference, "providerId" | "obstacle" | "sessions" | "approved">
{
  @Field(() => ID, { description: "That of its program." }) id!: string;
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

  /** Null where the viewer has not claimed the session. */
  static of(session: SessionRow): SessionClaimObject | null {
    if (!session.claim) return null;
    const { attendedOn } = session.claim;
    return Object.assign(new SessionClaimObject(), {
      session,
      attendedOn,
      attendedOnEditable: session.virtual && !session.instructs,
    });
  }
}
