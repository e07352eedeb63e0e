import { ArrayMaxSize, Max, MaxLength, Min, ValidateNested } from "class-validator";
import { Field, ID, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { transcriptReaders } from "../certificates/certificate.policy.ts";
import { TranscriptLineObject } from "../certificates/transcript.object.ts";
import type { TranscriptRow } from "../certificates/transcript.queries.ts";
import { EventDay, Form, NotBlank, PlainLine, WebAddress } from "../core/input-rules.ts";
import { everyKey, ShownTo } from "../core/policy.ts";
import { Credits, LocalDate } from "../core/scalars.ts";
import { RenewalState } from "./renewal.arithmetic.ts";
import type { RenewalRequirement } from "./renewal-requirement.entity.ts";

registerEnumType(RenewalState, {
  name: "RenewalState",
  description: "Where a day stands in a renewal cycle.",
  valuesConfig: {
    NOT_BEGUN: { description: "The cycle has not begun." },
    TOO_EARLY: { description: "It has begun; the board takes no application yet." },
    OPEN: { description: "The board takes applications." },
    LATE: { description: "The cycle is over; the board still takes applications." },
    OVER: { description: "The board takes no application any more." },
  },
});

@ShownTo(everyKey)
@ObjectType("RenewalPart", {
  description: "How much of a further kind of credit a cycle must have, and how much of it counts.",
  simpleResolvers: true,
})
export class RenewalPartObject {
  @Field(() => Credits, { nullable: true, description: "At least so much; null: no such limit." })
  minimum!: string | null;
  @Field(() => Credits, { nullable: true, description: "At most so much counts; null: no such limit." })
  maximum!: string | null;
}

@ShownTo(everyKey)
@ObjectType("RenewalRequirement", {
  description:
    "What a board wants before it renews a licence or certification: in cycles that end on a day or later, until a later row of the same code begins.",
  simpleResolvers: true,
})
export class RenewalRequirementObject implements Omit<RenewalRequirement, "kindId" | "kind" | "licenceKind"> {
  @Field(() => ID, { description: "Opaque." }) id!: string;
  @Field(() => Int, { description: "Counts changes; saveRenewalRequirement wants the one that was read." })
  version!: number;
  @Field(() => String, { description: "Stable name, such as BRPT: its rows are one requirement over time." })
  code!: string;
  @Field(() => String, { description: "What is renewed." }) name!: string;
  @Field(() => String, { description: "The board that renews it." }) body!: string;
  @Field(() => String, { description: "Where the board says what it wants; empty: not noted." }) sourceUrl!: string;
  @Field(() => LocalDate, { description: "For cycles that end on this day or later." }) startsOn!: string;
  @Field(() => Credits, { description: "Credit that a cycle must have." }) total!: string;
  @Field(() => String, {
    description: "What one credit of it is called; of the default kind, only programs with this unit count.",
  })
  creditUnit!: string;
  @Field(() => Int, { description: "Length of a cycle, in months." }) months!: number;
  @Field(() => Int, {
    nullable: true,
    description: "From so many days before the cycle's last day one may apply; null: in the whole cycle.",
  })
  opensDays!: number | null;
  @Field(() => Int, { description: "Until so many days after the cycle's last day one may still apply." })
  lateDays!: number;
  @Field(() => Credits, {
    nullable: true,
    description: "Of credit from elsewhere at most so much counts; null: all of it.",
  })
  outsideMaximum!: string | null;
  @Field(() => ID, {
    nullable: true,
    description: "The kind of licence whose last day is that of the cycle; null: members say the day.",
  })
  licenceKindId!: string | null;
}

@InputType({ description: "So much of a further kind of credit." })
export class RenewalPartInput {
  @Field(() => String, { description: "Code of a kind that is not the default one." })
  @MaxLength(40)
  kind!: string;
  @Field(() => Credits, { nullable: true, description: "At least so much, over 0; none: no such limit." })
  minimum?: string | null;
  @Field(() => Credits, { nullable: true, description: "At most so much counts; none: no such limit." })
  maximum?: string | null;
}

@InputType({ description: "What a board wants, whole: what is left out is none." })
export class RenewalRequirementInput {
  @Field(() => String, { description: "That of a requirement that there is, or a new one: capitals, digits, _." })
  @Form("code", /^[A-Z][A-Z0-9_]{1,39}$/)
  code!: string;
  @Field(() => String, { description: "What is renewed, such as Registered Polysomnographic Technologist." })
  @MaxLength(200)
  @NotBlank()
  @PlainLine()
  name!: string;
  @Field(() => String, { description: "The board that renews it." })
  @MaxLength(200)
  @NotBlank()
  @PlainLine()
  body!: string;
  @Field(() => String, { nullable: true, description: "Address of the page where the board says so." })
  @MaxLength(500)
  @WebAddress()
  sourceUrl?: string | null;
  @Field(() => LocalDate, { description: "For cycles that end on this day or later." })
  @EventDay()
  startsOn!: string;
  @Field(() => Credits, { description: "Credit that a cycle must have, over 0." }) total!: string;
  @Field(() => String, {
    nullable: true,
    description: "Code of the kind whose credit makes the total; none: the default one.",
  })
  @MaxLength(40)
  kind?: string | null;
  @Field(() => String, { description: "What one credit of it is called, as programs of the default kind call it." })
  @MaxLength(20)
  @NotBlank()
  @PlainLine()
  creditUnit!: string;
  @Field(() => Int, { description: "Length of a cycle in months: 1 to 240." })
  @Min(1)
  @Max(240)
  months!: number;
  @Field(() => Int, {
    nullable: true,
    description: "From so many days before the cycle's last day one may apply; none: in the whole cycle.",
  })
  @Min(0)
  @Max(7_300)
  opensDays?: number | null;
  @Field(() => Int, { description: "Until so many days after the cycle's last day one may still apply." })
  @Min(0)
  @Max(3_660)
  lateDays: number = 0;
  @Field(() => Credits, {
    nullable: true,
    description: "Of credit from elsewhere at most so much counts; 0: nothing; none: all of it.",
  })
  outsideMaximum?: string | null;
  @Field(() => ID, {
    nullable: true,
    description: "The kind of licence whose last day is that of the cycle; none: members say the day.",
  })
  licenceKindId?: string | null;
  @Field(() => [RenewalPartInput], {
    nullable: true,
    description:
      "What of further kinds, at most 20: an award of several with a maximum uses them up in this order, each credit once.",
  })
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  parts?: RenewalPartInput[] | null;
}

@ShownTo(transcriptReaders)
@ObjectType("RenewalProgress", { description: "A part of what is wanted, with what there is.", simpleResolvers: true })
export class RenewalProgressObject {
  @Field(() => Credits, { nullable: true, description: "What there must be; null: nothing." })
  minimum!: string | null;
  @Field(() => Credits, { nullable: true, description: "What counts at most; null: all of it." })
  maximum!: string | null;
  @Field(() => Credits, { description: "What was earned of it in the cycle." }) earned!: string;
  @Field(() => Credits, { description: "What of that counts." }) counted!: string;
  @Field(() => Credits, { description: "What is missing of the minimum." }) missing!: string;
}

@ShownTo(transcriptReaders)
@ObjectType("RenewalLeftOut", { description: "What of an award does not count.", simpleResolvers: true })
export class RenewalLeftOutObject {
  @Field(() => Credits, { description: "How much." }) credits!: string;
}

@ShownTo(transcriptReaders)
@ObjectType("RenewalLine", { description: "An award of the cycle, and what of it counts.", simpleResolvers: true })
export class RenewalLineObject {
  @Field(() => TranscriptLineObject, { description: "The award." }) line!: TranscriptRow;
  @Field(() => Credits, { description: "What of it counts to the whole; 0.00: it is of another unit or kind." })
  counted!: string;
  @Field(() => [RenewalLeftOutObject], {
    description: "What of it is over the maximum of a kind, or of credit from elsewhere.",
  })
  leftOut!: RenewalLeftOutObject[];
}

@ShownTo(transcriptReaders)
@ObjectType("Renewal", {
  description:
    "What a member has of what a board wants for one cycle, as of a day. The board alone decides; this is what the accreditor's records say.",
  simpleResolvers: true,
})
export class RenewalObject {
  @Field(() => RenewalRequirementObject, { description: "What the board wants of a cycle that ends on that day." })
  requirement!: RenewalRequirement;
  @Field(() => String, { description: "Whose." }) memberNumber!: string;
  @Field(() => String, { description: "The member's name." }) memberName!: string;
  @Field(() => LocalDate, { description: "First day of the cycle." }) from!: string;
  @Field(() => LocalDate, { description: "Last day of the cycle, on which what is renewed expires." }) to!: string;
  @Field(() => LocalDate, { description: "As of which day: what is earned later is not in it." }) on!: string;
  @Field(() => LocalDate, { description: "First day on which one may apply." }) opensOn!: string;
  @Field(() => LocalDate, { description: "Last day on which one may still apply." }) lateUntil!: string;
  @Field(() => RenewalState, { description: "Where the day stands in the cycle." }) state!: RenewalState;
  @Field(() => Boolean, { description: "Whether nothing is missing." }) isEnough!: boolean;
  @Field(() => [RenewalProgressObject], { description: "The whole first, then each further kind that is limited." })
  parts!: RenewalProgressObject[];
  @Field(() => [RenewalLineObject], { description: "The awards of the cycle until that day, oldest first." })
  lines!: RenewalLineObject[];
}
