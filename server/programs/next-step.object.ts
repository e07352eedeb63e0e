import { Field, ObjectType, registerEnumType } from "type-graphql";
import { ShownTo } from "../core/policy.ts";
import { LocalDate } from "../core/scalars.ts";
import { type NextStep, NextStepCode } from "./next-step.ts";
import { ProgramAction, programKeys } from "./program.policy.ts";

registerEnumType(NextStepCode, {
  name: "NextStepCode",
  description: "What a program waits for.",
  valuesConfig: {
    SUBMIT: { description: "Its provider is to submit it." },
    REVIEW: { description: "A reviewer is to take it up." },
    DECIDE: { description: "A reviewer is to decide." },
    CHANGE: { description: "Its provider is to change what was asked for, and to submit it again." },
    HOLD: { description: "It is to be held; dueOn is its first day." },
    REPORT: { description: "Its attendance is to be reported, until dueOn." },
    OVERDUE: { description: "Its attendance was to be reported until dueOn; staff can extend that." },
    CLAIM: { description: "Its attendees claim sessions, until dueOn." },
    DOCUMENTS: { description: "Its provider is to upload what certificates wait for." },
    PAY: { description: "Its filing fee is to be settled." },
    NONE: { description: "Nothing is left to do." },
  },
});

@ShownTo(programKeys)
@ObjectType("NextStep", { description: "What comes next for a program.", simpleResolvers: true })
export class NextStepObject implements NextStep {
  @Field(() => NextStepCode, { description: "What it waits for." }) code!: NextStepCode;
  @Field(() => LocalDate, { nullable: true, description: "Until when, or when it is held; null: no such day." })
  dueOn!: string | null;
  @Field(() => ProgramAction, {
    nullable: true,
    description: "What the viewer does next: one of availableActions. Null: others do, or there is nothing.",
  })
  action!: ProgramAction | null;
}
