import { Field, Int, ObjectType, registerEnumType } from "type-graphql";
import { everyKey, ShownTo } from "../core/policy.ts";
import { Credits } from "../core/scalars.ts";
import { type CreditExplanation, CreditSource } from "./credit-explanation.ts";
import { CreditOutcome, type CreditSteps } from "./credit-rule.arithmetic.ts";
import type { CreditRule } from "./credit-rule.entity.ts";
import { CreditRuleObject } from "./credit-rule.object.ts";

registerEnumType(CreditSource, {
  name: "CreditSource",
  description: "Where an amount of credit comes from.",
  valuesConfig: {
    MINUTES: { description: "It is what the minutes earn." },
    SET: { description: "Somebody set it, such as staff when they approved it." },
    MOVED_IN: { description: "The accreditor brought it from the system before this one." },
    AWARDED: { description: "So much of what was approved was awarded." },
    WITHIN: { description: "It is no more than the kind of credit that includes it." },
    SPEAKER: { description: "It is earned as a speaker." },
    SUM: { description: "It is the sum of sessions." },
  },
});

registerEnumType(CreditOutcome, {
  name: "CreditOutcome",
  description: "What a credit rule made of minutes.",
  valuesConfig: {
    EXACT: { description: "They are whole steps." },
    ROUNDED_UP: { description: "They were rounded to the step above." },
    ROUNDED_DOWN: { description: "They were rounded to the step below." },
    RAISED: { description: "The steps were raised to what anything earns at least." },
    UNDER_MINIMUM_MINUTES: { description: "Nothing: a session so short earns nothing." },
    UNDER_FIRST_UNIT: { description: "Nothing: they are less than the one whole credit that comes first." },
    UNDER_STEP: { description: "Nothing: they were rounded to no step at all." },
  },
});

@ShownTo(everyKey)
@ObjectType("CreditSteps", { description: "How minutes became credit.", simpleResolvers: true })
export class CreditStepsObject implements CreditSteps {
  @Field(() => Int, { description: "The minutes." }) minutes!: number;
  @Field(() => CreditOutcome, { description: "What the rule made of them." }) outcome!: CreditOutcome;
  @Field(() => Int, { description: "How many whole steps they make; 0 where they earn nothing." }) steps!: number;
  @Field(() => Credits, { description: "What these steps are, before a minimum raises it." }) rounded!: string;
  @Field(() => Credits, { description: "What they earn." }) credits!: string;
}

@ShownTo(everyKey)
@ObjectType("CreditExplanation", { description: "How an amount of credit came about.", simpleResolvers: true })
export class CreditExplanationObject implements CreditExplanation {
  @Field(() => String, { nullable: true, description: "The session that it is of; null: the whole." })
  activity!: string | null;
  @Field(() => String, { nullable: true, description: "The further kind of credit; null: the default one." })
  kind!: string | null;
  @Field(() => String, { description: "What one credit is called." }) unit!: string;
  @Field(() => Credits, { description: "The amount that stands." }) credits!: string;
  @Field(() => CreditSource, { description: "Where it comes from." }) source!: CreditSource;
  @Field(() => Int, { nullable: true, description: "Minutes that count; null: none are known, or it is a sum." })
  minutes!: number | null;
  @Field(() => CreditRuleObject, { description: "The credit rule's row in force for it." }) rule!: CreditRule;
  @Field(() => CreditStepsObject, {
    nullable: true,
    description: "How the rule made credit of the minutes; null: no minutes are known.",
  })
  steps!: CreditSteps | null;
  @Field(() => Credits, {
    nullable: true,
    description: "What was approved, or what the session earns its attendees, where the amount is another.",
  })
  of!: string | null;
  @Field(() => String, {
    nullable: true,
    description: "Why somebody set it, for staff and the program's provider; null: nobody did.",
  })
  reason!: string | null;
}
