import { ArrayMaxSize, Max, MaxLength, Min } from "class-validator";
import { Field, ID, InputType, Int, ObjectType } from "type-graphql";
import { EventDay, Form, NotBefore, NotBlank, PrintedLine } from "../core/input-rules.ts";
import { everyKey, ShownTo } from "../core/policy.ts";
import { Credits, LocalDate } from "../core/scalars.ts";
import type { CreditKind } from "./credit-kind.entity.ts";

@ShownTo(everyKey)
@ObjectType("CreditKind", { description: "What is earned.", simpleResolvers: true })
export class CreditKindObject implements Omit<CreditKind, "partOfId" | "partOf"> {
  @Field(() => ID, { description: "Opaque." }) id!: string;
  @Field(() => Int, { description: "Counts changes; saveCreditKind wants the one that was read." }) version!: number;
  @Field(() => String, { description: "Stable name, such as ETHICS; a column of a roster may be headed by it." })
  code!: string;
  @Field(() => String, { description: "Name as people read it." }) name!: string;
  @Field(() => String, {
    description: "What one credit of it is called; of the default kind, each program's credit rule says it.",
  })
  unit!: string;
  @Field(() => Boolean, { description: "Whether it is the one that every program has: a roster's CECs." })
  isDefault!: boolean;
  @Field(() => String, {
    nullable: true,
    description: "Code of the credit rule by which it is earned; null: the default kind goes by each program's.",
  })
  ruleCode!: string | null;
  @Field(() => String, { description: "Who recognises it, as certificates print it; empty: the accreditor." })
  approvingBody!: string;
  @Field(() => [String], { description: "Professions that it is for; none: for everybody." }) professions!: string[];
  @Field(() => LocalDate, { description: "First day on which it is earned." }) startsOn!: string;
  @Field(() => LocalDate, { nullable: true, description: "Last day on which it is earned; null: none is set." })
  endsOn!: string | null;
  @Field(() => Int, { description: "Place in lists, from 1." }) position!: number;
}

@InputType({ description: "A kind of credit besides the default one." })
export class CreditKindInput {
  @Field(() => String, { description: "Stable name: capitals, digits and underscores; that of an old one stays." })
  @Form("code", /^[A-Z][A-Z0-9_]{1,39}$/)
  code!: string;
  @Field(() => String, { description: "Name as people read it; certificates print it." })
  @MaxLength(100)
  @NotBlank()
  @PrintedLine()
  name!: string;
  @Field(() => String, { description: "What one credit of it is called; certificates print it." })
  @MaxLength(20)
  @NotBlank()
  @PrintedLine()
  unit!: string;
  @Field(() => String, { description: "Code of a credit rule, which says how minutes become credit of it." })
  @MaxLength(40)
  ruleCode!: string;
  @Field(() => String, {
    nullable: true,
    description:
      "Code of the kind whose credit includes it, such as CEC for ethics inside it; none: it stands beside it.",
  })
  @MaxLength(40)
  partOf?: string | null;
  @Field(() => String, { nullable: true, description: "Who recognises it; none: the accreditor." })
  @MaxLength(200)
  @PrintedLine()
  approvingBody?: string | null;
  @Field(() => [String], {
    nullable: true,
    description: "Professions that it is for, at most 50; none: for everybody.",
  })
  @ArrayMaxSize(50)
  @MaxLength(100, { each: true })
  @PrintedLine({ each: true })
  professions?: string[] | null;
  @Field(() => LocalDate, { description: "First day on which it is earned." })
  @EventDay()
  startsOn!: string;
  @Field(() => LocalDate, { nullable: true, description: "Last day on which it is earned; none: it goes on." })
  @EventDay()
  @NotBefore("startsOn")
  endsOn?: string | null;
  @Field(() => Int, { description: "Place in lists, from 1." })
  @Min(1)
  @Max(1_000)
  position!: number;
}

@ShownTo(everyKey)
@ObjectType("KindCredits", { description: "So much credit of one kind.", simpleResolvers: true })
export class KindCreditsObject {
  @Field(() => CreditKindObject, { description: "Which kind." }) kind!: CreditKind;
  @Field(() => Credits, { description: "How much." }) credits!: string;
}

@InputType({ description: "So much credit of one kind." })
export class KindCreditsInput {
  @Field(() => String, { description: "Code of a kind that is not the default one." })
  @MaxLength(40)
  kind!: string;
  @Field(() => Credits, { description: "How much." }) credits!: string;
}
