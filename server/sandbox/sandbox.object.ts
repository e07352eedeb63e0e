import { Field, ObjectType } from "type-graphql";
import { DateTime } from "../core/scalars.ts";

@ObjectType("Sandbox", {
  description: "A database beside the real one, to which test keys lead: a small world in which nothing counts.",
  simpleResolvers: true,
})
export class SandboxObject {
  @Field(() => String, { description: "By this address everybody gets there, also who asks without a key." })
  url!: string;
  @Field(() => DateTime, {
    nullable: true,
    description: "When it was made; what was done before is gone. Null: it is made when a test key first asks.",
  })
  madeAt!: Date | null;
  @Field(() => Boolean, { description: "Whether it is being made anew." }) beingMade!: boolean;
}
