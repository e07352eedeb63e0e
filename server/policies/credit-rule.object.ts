import { IsIn, Max, MaxLength, Min } from "class-validator";
import { Field, ID, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { EventDay, Form, NotBlank, PlainLine, PrintedLine } from "../core/input-rules.ts";
import { everyKey, ShownTo } from "../core/policy.ts";
import { Credits, LocalDate } from "../core/scalars.ts";
import type { CreditRule } from "./credit-rule.entity.ts";

export enum CreditRounding {
  HALF_UP = "HALF_UP",
  DOWN = "DOWN",
}

registerEnumType(CreditRounding, {
  name: "CreditRounding",
  description: "What becomes of minutes that are no whole step.",
  valuesConfig: {
    HALF_UP: { description: "To the nearest step; exactly between two, to the higher." },
    DOWN: { description: "To the step below." },
  },
});

@ShownTo(everyKey)
@ObjectType("CreditRule", {
  description: "How minutes become credit from a day on, until a later row of the same code begins.",
  simpleResolvers: true,
})
export class CreditRuleObject implements CreditRule {
  @Field(() => ID, { description: "Opaque." }) id!: string;
  @Field(() => String, { description: "Stable name, such as CONTACT_HOUR_60: its rows are one rule over time." })
  code!: string;
  @Field(() => String, { description: "Name as people read it." }) name!: string;
  @Field(() => String, { description: "What one credit is called." }) unit!: string;
  @Field(() => LocalDate, { description: "First day on which it is in force." }) startsOn!: string;
  @Field(() => Int, { description: "Minutes that make one credit." }) minutesPerUnit!: number;
  @Field(() => Credits, { description: "Smallest part of a credit that is awarded." }) step!: string;
  @Field(() => CreditRounding, { description: "How what is no whole step is rounded." })
  rounding!: CreditRule["rounding"];
  @Field(() => Int, { description: "A session shorter than this earns nothing." }) minimumMinutes!: number;
  @Field(() => Credits, { description: "What anything that earns at all earns at least." }) minimumCredits!: string;
  @Field(() => Boolean, { description: "Whether nothing under one whole credit is awarded." })
  firstUnitWhole!: boolean;
}

@InputType({ description: "A credit rule from a day on: a new one, or a new row of one that there is." })
export class CreditRuleInput implements Omit<CreditRule, "id"> {
  @Field(() => String, { description: "That of a rule that there is, or a new one: capitals, digits and underscores." })
  @Form("code", /^[A-Z][A-Z0-9_]{1,39}$/)
  code!: string;
  @Field(() => String, { description: "Name as people read it." })
  @MaxLength(100)
  @NotBlank()
  @PlainLine()
  name!: string;
  @Field(() => String, { description: "What one credit is called; certificates print it." })
  @MaxLength(20)
  @NotBlank()
  @PrintedLine()
  unit!: string;
  @Field(() => LocalDate, { description: "First day on which it is in force: tomorrow or later." })
  @EventDay()
  startsOn!: string;
  @Field(() => Int, { description: "Minutes that make one credit: 1 to 6,000." })
  @Min(1)
  @Max(6_000)
  minutesPerUnit!: number;
  @Field(() => Credits, { description: "Smallest part of a credit that is awarded." }) step!: string;
  @Field(() => CreditRounding, { description: "How what is no whole step is rounded." })
  @IsIn(Object.values(CreditRounding))
  rounding!: CreditRule["rounding"];
  @Field(() => Int, { description: "A session shorter than this earns nothing; 0 for no such limit." })
  @Min(0)
  @Max(6_000)
  minimumMinutes!: number;
  @Field(() => Credits, { description: "What anything that earns at all earns at least; 0.00 for no such limit." })
  minimumCredits!: string;
  @Field(() => Boolean, { description: "Whether nothing under one whole credit is awarded." })
  firstUnitWhole!: boolean;
}
