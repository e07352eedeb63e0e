import { MaxLength } from "class-validator";
import { Field, InputType, ObjectType } from "type-graphql";
import { PrintedLine } from "../core/input-rules.ts";
import { ShownTo } from "../core/policy.ts";
import { Credits } from "../core/scalars.ts";
import type { CreditKind } from "../policies/credit-kind.entity.ts";
import { CreditKindObject, KindCreditsInput } from "../policies/credit-kind.object.ts";
import { programKeys } from "./program.policy.ts";
import type { ProgramKindRow } from "./program.queries.ts";

@ShownTo(programKeys)
@ObjectType("ProgramCreditKind", {
  description: "What a program asks for, and is approved for, of a further kind of credit.",
  simpleResolvers: true,
})
export class ProgramCreditKindObject implements Omit<ProgramKindRow, "programId"> {
  @Field(() => CreditKindObject, { description: "Which kind." }) kind!: CreditKind;
  @Field(() => Credits, { description: "How much the provider asks for." }) requestedCredits!: string;
  @Field(() => Credits, {
    nullable: true,
    description: "What an attendee may be awarded of it at most; null until approved.",
  })
  credits!: string | null;
  @Field(() => String, { description: "Under which number its approving body has the program; may be empty." })
  approvalNumber!: string;
}

@InputType({ description: "What staff approve of a further kind of credit." })
export class ApprovedKindInput extends KindCreditsInput {
  @Field(() => String, {
    nullable: true,
    description: "Under which number its approving body has the program; left out: as before.",
  })
  @MaxLength(60)
  @PrintedLine()
  approvalNumber?: string | null;
}
