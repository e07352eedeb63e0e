import { Field, ObjectType } from "type-graphql";
import { ShownTo } from "../core/policy.ts";
import { Credits } from "../core/scalars.ts";
import { conferenceKeys } from "./conference.policy.ts";
import type { InstructorRow } from "./session-instructor.queries.ts";

@ShownTo(conferenceKeys)
@ObjectType("SessionInstructor", {
  description: "A member who is one of a session's speakers, because somebody said so.",
  simpleResolvers: true,
})
export class SessionInstructorObject
  implements Pick<InstructorRow, "speaker" | "givenBefore" | "setByStaff" | "credits">
{
  @Field(() => String, { description: "Who of the speakers, as the session named them when it was said." })
  speaker!: string;
  @Field(() => Boolean, { description: "Whether the member had given the talk before." }) givenBefore!: boolean;
  @Field(() => Boolean, { description: "Whether staff said so; then its provider does not change it." })
  setByStaff!: boolean;
  @Field(() => Credits, {
    nullable: true,
    description:
      "What the member earns of it as a speaker, by the rule of the conference's type on its day; null: no more than who attends.",
  })
  credits!: string | null;
}
