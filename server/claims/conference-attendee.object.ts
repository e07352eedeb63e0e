import { MaxLength } from "class-validator";
import { Field, ID, InputType, Int, ObjectType } from "type-graphql";
import { conferenceKeys } from "../conferences/conference.policy.ts";
import { PlainLine } from "../core/input-rules.ts";
import { connectionOf } from "../core/lists/page.ts";
import { ShownTo } from "../core/policy.ts";
import { Credits } from "../core/scalars.ts";
import { type ConferenceAttendeeConditions, type ConferenceAttendeeRow } from "./conference-attendee.queries.ts";

@ShownTo(conferenceKeys)
@ObjectType("ConferenceAttendee", {
  description: "What one member has made of one conference, for staff and its provider.",
  simpleResolvers: true,
})
export class ConferenceAttendeeObject implements Omit<ConferenceAttendeeRow, "memberId" | "programId"> {
  @Field(() => Int, { description: "How many eligible sessions are claimed now." }) sessions!: number;
  @Field(() => Credits, { description: "What these earn; what was awarded stands in the certificate." })
  credits!: string;
  @Field(() => Int, {
    description: "For how many of them there is less evidence of presence than the conference demands now.",
  })
  unshown!: number;
}

export const ConferenceAttendeeConnection = connectionOf("ConferenceAttendee", () => ConferenceAttendeeObject);

@InputType({ description: "Which attendees: all conditions must hold." })
export class ConferenceAttendeeFilter implements ConferenceAttendeeConditions {
  @Field(() => String, { nullable: true, description: "Part of the name, or the whole member ID." })
  @MaxLength(200)
  @PlainLine()
  text?: string | null;
  @Field(() => ID, { nullable: true, description: "Who claimed this session." }) sessionId?: string | null;
}
