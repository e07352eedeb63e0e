import { MaxLength } from "class-validator";
import { Field, ID, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { EventDay, PlainLine } from "../../core/input-rules.ts";
import { connectionOf } from "../../core/lists/page.ts";
import { peopleOnly, ShownTo } from "../../core/policy.ts";
import { Credits, LocalDate } from "../../core/scalars.ts";
import { CreditRuleInput } from "../../policies/credit-rule.object.ts";

/** What the credit is of that a rule would change. */
export enum TriedRecord {
  PROGRAM = "PROGRAM",
  SESSION = "SESSION",
  CERTIFICATE = "CERTIFICATE",
}

registerEnumType(TriedRecord, {
  name: "TriedRecord",
  description: "What the credit is of that a credit rule would change.",
  valuesConfig: {
    PROGRAM: { description: "What an approved program awards at most." },
    SESSION: { description: "What a session of an approved conference earns." },
    CERTIFICATE: { description: "What a certificate that holds says." },
  },
});

@InputType({
  description: "A credit rule that is tried on what there is, as if it had been in force all along, and on which days.",
})
export class CreditRuleTrialInput extends CreditRuleInput {
  @Field(() => String, {
    nullable: true,
    description: "Code of the rule in whose place it is tried; left out: its own.",
  })
  @MaxLength(40)
  @PlainLine()
  insteadOf?: string | null;
  @Field(() => LocalDate, {
    description:
      "First day: of a program and its sessions that on which it begins, of a certificate that of completion.",
  })
  @EventDay()
  from!: string;
  @Field(() => LocalDate, { description: "Last day." })
  @EventDay()
  to!: string;
}

/** What of one kind of credit a rule would change, added up. Sums may be more than an amount of credit is. */
export interface TrialTotal {
  of: TriedRecord;
  kind: string | null;
  unit: string;
  looked: number;
  differ: number;
  gained: string;
  lost: string;
  largest: string;
}

@ShownTo(peopleOnly)
@ObjectType("CreditRuleTrialTotal", {
  description: "How many would differ, and by how much.",
  simpleResolvers: true,
})
export class TrialTotalObject implements TrialTotal {
  @Field(() => TriedRecord, { description: "Of what." }) of!: TriedRecord;
  @Field(() => String, { nullable: true, description: "Of which further kind of credit; null: of the default one." })
  kind!: string | null;
  @Field(() => String, { description: "What one credit is called." }) unit!: string;
  @Field(() => Int, { description: "How many were looked at." }) looked!: number;
  @Field(() => Int, { description: "How many would differ." }) differ!: number;
  @Field(() => String, { description: "The exact sum of what would be more, as a decimal." }) gained!: string;
  @Field(() => String, { description: "The exact sum of what would be less, as a decimal." }) lost!: string;
  @Field(() => Credits, { description: "The largest difference of one of them." }) largest!: string;
}

/** One amount that would differ. */
export interface CreditDifference {
  of: TriedRecord;
  id: string;
  kind: string | null;
  unit: string;
  number: string;
  title: string;
  day: string | null;
  credits: string;
  would: string;
}

@ShownTo(peopleOnly)
@ObjectType("CreditDifference", { description: "An amount of credit that would differ.", simpleResolvers: true })
export class CreditDifferenceObject implements CreditDifference {
  @Field(() => TriedRecord, { description: "Of what." }) of!: TriedRecord;
  @Field(() => ID, { description: "Its ID." }) id!: string;
  @Field(() => String, { nullable: true, description: "Of which further kind of credit; null: of the default one." })
  kind!: string | null;
  @Field(() => String, { description: "What one credit is called." }) unit!: string;
  @Field(() => String, { description: "The certificate's number; of a session and a program the Program ID." })
  number!: string;
  @Field(() => String, { description: "The activity, or the session." }) title!: string;
  @Field(() => LocalDate, { nullable: true, description: "The day by which it was looked at." }) day!: string | null;
  @Field(() => Credits, { description: "What it is." }) credits!: string;
  @Field(() => Credits, { description: "What it would be." }) would!: string;
}

export const CreditDifferenceConnection = connectionOf("CreditDifference", () => CreditDifferenceObject);

@ShownTo(peopleOnly)
@ObjectType("CreditRuleTrial", { description: "What a credit rule would change. Nothing of it is written." })
export class CreditRuleTrialObject {
  /** What is tried, for the fields that read. */
  trial!: CreditRuleTrialInput;
}
