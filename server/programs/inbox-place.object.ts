import { Field, ID, Int, ObjectType } from "type-graphql";
import type { InboxPlace } from "./inbox-place.queries.ts";

@ObjectType("InboxPlace", {
  description: "Where a program stands among what waits for the viewer, the longest waiting first.",
  simpleResolvers: true,
})
export class InboxPlaceObject implements InboxPlace {
  @Field(() => Int, { nullable: true, description: "From 1; null: it does not wait for the viewer." })
  position!: number | null;
  @Field(() => Int, { description: "How many wait." }) count!: number;
  @Field(() => ID, { nullable: true, description: "The one before it." }) previousId!: string | null;
  @Field(() => ID, { nullable: true, description: "The one after it; where it does not wait, the first that does." })
  nextId!: string | null;
}
