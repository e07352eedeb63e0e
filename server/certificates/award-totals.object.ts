import { ArrayMaxSize } from "class-validator";
import { ArgsType, Field, ID, Int, ObjectType } from "type-graphql";
import { peopleOnly, ShownTo } from "../core/policy.ts";
import type { AwardTotals } from "./award-totals.queries.ts";
import { CreditTotalObject } from "./transcript.object.ts";

@ArgsType()
export class ChosenArgs {
  @Field(() => [ID], {
    description: "Which of them, at most 100; what is missing or not the viewer's counts for nothing.",
  })
  @ArrayMaxSize(100)
  ids!: string[];
}

@ShownTo(peopleOnly)
@ObjectType("AwardTotals", { description: "What awards come to together.", simpleResolvers: true })
export class AwardTotalsObject implements AwardTotals {
  @Field(() => Int, { description: "How many of them hold; the rest is in no sum." }) held!: number;
  @Field(() => Int, { description: "How many people have those." }) people!: number;
  @Field(() => [CreditTotalObject], { description: "The sums of those, one for each unit." })
  credits!: CreditTotalObject[];
}
