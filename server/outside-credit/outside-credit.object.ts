import { ArrayMaxSize, IsEnum, MaxLength, ValidateIf, ValidateNested } from "class-validator";
import { Field, ID, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { transcriptReaders } from "../certificates/certificate.policy.ts";
import { EventDay, NotBlank, PlainLine } from "../core/input-rules.ts";
import { ShownTo } from "../core/policy.ts";
import { Credits, DateTime, LocalDate } from "../core/scalars.ts";
import { OfferingFormat } from "../programs/program.entity.ts";
import type { OutsideCreditRow } from "./outside-credit.queries.ts";
import { OutsideCreditStatus } from "./outside-credit.status.ts";

registerEnumType(OutsideCreditStatus, {
  name: "OutsideCreditStatus",
  description: "Where credit from elsewhere stands.",
  valuesConfig: {
    SUBMITTED: { description: "Waits for staff. The member may change it or take it back." },
    ACCEPTED: { description: "It counts." },
    REFUSED: { description: "It does not count, or no more." },
    WITHDRAWN: { description: "The member took it back." },
  },
});

@ShownTo(transcriptReaders)
@ObjectType("OutsideCredit", {
  description:
    "Credit that a member earned elsewhere. It counts once staff have accepted it, apart from what was certified here.",
  simpleResolvers: true,
})
export class OutsideCreditObject implements Omit<OutsideCreditRow, "memberId" | "kindCredits" | "proofFileId"> {
  @Field(() => ID, { description: "Opaque." }) id!: string;
  @Field(() => Int, { description: "Counts changes; operations want the one that was read." }) version!: number;
  @Field(() => ID, { description: "Whose." }) memberId!: string;
  @Field(() => String, { description: "The member's number." }) memberNumber!: string;
  @Field(() => String, { description: "The member's name." }) memberName!: string;
  @Field(() => String, { description: "The activity." }) title!: string;
  @Field(() => String, { description: "Who held or certified it." }) issuer!: string;
  @Field(() => String, { nullable: true, description: "Number of its certificate; null: none." }) number!:
    | string
    | null;
  @Field(() => OfferingFormat, { nullable: true, description: "In person, online or both; null: not said." })
  format!: OfferingFormat | null;
  @Field(() => LocalDate, { nullable: true, description: "First day, where it took several." })
  startsOn!: string | null;
  @Field(() => LocalDate, { description: "Day of completion." }) completedOn!: string;
  @Field(() => Credits, { description: "How much." }) credits!: string;
  @Field(() => String, { description: "What one credit of it is called." }) creditUnit!: string;
  @Field(() => OutsideCreditStatus, { description: "Where it stands." }) status!: OutsideCreditStatus;
  @Field(() => DateTime, { description: "When it was entered." }) createdAt!: Date;
  @Field(() => DateTime, { nullable: true, description: "When staff accepted it." }) acceptedAt!: Date | null;
  @Field(() => DateTime, { nullable: true, description: "When it was refused or withdrawn." }) endedAt!: Date | null;
  @Field(() => String, { nullable: true, description: "What staff said to it." }) decision!: string | null;
}

@InputType({ description: "So much of a further kind of credit." })
export class OutsideKindInput {
  @Field(() => String, { description: "Code of a kind that is not the default one." })
  @MaxLength(40)
  kind!: string;
  @Field(() => Credits, { description: "How much, over 0." }) credits!: string;
}

@InputType({ description: "Credit that was earned elsewhere, whole: what is left out is none." })
export class OutsideCreditInput {
  @Field(() => String, { description: "The activity." })
  @MaxLength(300)
  @NotBlank()
  @PlainLine()
  title!: string;
  @Field(() => String, { description: "Who held or certified it." })
  @MaxLength(200)
  @NotBlank()
  @PlainLine()
  issuer!: string;
  @Field(() => String, { nullable: true, description: "Number of its certificate." })
  @ValidateIf((_, value) => value != null)
  @MaxLength(60)
  @PlainLine()
  number?: string | null;
  @Field(() => OfferingFormat, { nullable: true, description: "In person, online or both." })
  @ValidateIf((_, value) => value != null)
  @IsEnum(OfferingFormat)
  format?: OfferingFormat | null;
  @Field(() => LocalDate, { nullable: true, description: "First day, where it took several." })
  @ValidateIf((_, value) => value != null)
  @EventDay()
  startsOn?: string | null;
  @Field(() => LocalDate, { description: "Day of completion; not one to come." })
  @EventDay()
  completedOn!: string;
  @Field(() => Credits, { description: "How much, over 0." }) credits!: string;
  @Field(() => String, { description: "What one credit of it is called." })
  @MaxLength(20)
  @NotBlank()
  @PlainLine()
  creditUnit!: string;
  @Field(() => [OutsideKindInput], {
    nullable: true,
    description:
      "What of it is of further kinds, at most 20: of a kind that another includes no more than of that one.",
  })
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  kinds?: OutsideKindInput[] | null;
}
