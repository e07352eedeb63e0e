import { ArrayMaxSize, IsEmail, Max, MaxLength, Min, ValidateIf, ValidateNested } from "class-validator";
import { Field, ID, InputType, Int } from "type-graphql";
import {
  EventDay,
  NotBefore,
  NotBlank,
  PlainLine,
  PlainText,
  PrintedLine,
  TimeZoneName,
  WebAddress,
} from "../core/input-rules.ts";
import { Credits, LocalDate } from "../core/scalars.ts";
import { KindCreditsInput } from "../policies/credit-kind.object.ts";
import { OfferingFormat } from "./program.entity.ts";

@InputType({ description: "A person who teaches." })
export class SpeakerInput {
  @Field(() => String, { description: "Name." })
  @MaxLength(200)
  @NotBlank()
  @PrintedLine()
  name!: string;
  @Field(() => String, { nullable: true, description: "Degrees and post, as they should be printed." })
  @MaxLength(500)
  @PrintedLine()
  credentials?: string | null;
}

@InputType({ description: "One scheduled occurrence of a program." })
export class OfferingInput {
  @Field(() => ID, { nullable: true, description: "The offering that this replaces; none: a new one." })
  id?: string | null;
  @Field(() => LocalDate, { description: "First day." })
  @EventDay()
  startsOn!: string;
  @Field(() => LocalDate, { description: "Last day, inclusive." })
  @EventDay()
  @NotBefore("startsOn")
  endsOn!: string;
  @Field(() => String, { description: "IANA name of the time zone where it is held, such as America/Chicago." })
  @MaxLength(100)
  @TimeZoneName()
  timeZone!: string;
  @Field(() => OfferingFormat, { description: "In person, online or both." })
  format!: OfferingFormat;
  @Field(() => String, { nullable: true, description: "City and venue. Needed to submit what is held in person." })
  @MaxLength(500)
  @PrintedLine()
  place?: string | null;
  @Field(() => String, { nullable: true, description: "http or https address. Needed to submit what is held online." })
  @MaxLength(2_000)
  @PlainLine()
  @WebAddress()
  url?: string | null;
}

@InputType({
  description:
    "An application. A draft needs provider, type and name; the rest is needed to submit. What is left out is empty afterwards.",
})
export class ProgramInput {
  @Field(() => ID, { description: "Who applies. A program stays with its provider." })
  providerId!: string;
  @Field(() => ID, { description: "One of programTypes." })
  typeId!: string;
  @Field(() => String, { description: "Title of the activity, as certificates print it." })
  @MaxLength(300)
  @NotBlank()
  @PrintedLine()
  name!: string;
  @Field(() => [String], {
    nullable: true,
    description:
      "Who provides it together with the provider, as certificates name them, each once and at most 10: the number of a provider's account, such as P0002, or a name. Only the provider itself acts for the program.",
  })
  @ArrayMaxSize(10)
  @MaxLength(200, { each: true })
  @PrintedLine({ each: true })
  jointProviders?: string[] | null;
  @Field(() => String, { nullable: true, description: "What the activity is about." })
  @MaxLength(10_000)
  @PlainText()
  description?: string | null;
  @Field(() => [String], { nullable: true, description: "Learning objectives, at most 50." })
  @ArrayMaxSize(50)
  @MaxLength(500, { each: true })
  @PlainLine({ each: true })
  objectives?: string[] | null;
  @Field(() => Int, { nullable: true, description: "Minutes of instruction in one offering." })
  @Min(0)
  @Max(100_000)
  minutes?: number | null;
  @Field(() => Credits, { nullable: true, description: "How much credit the provider asks for." })
  requestedCredits?: string | null;
  @Field(() => [KindCreditsInput], {
    nullable: true,
    description: "How much of further kinds of credit the provider asks for, each once; at most 20.",
  })
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  creditKinds?: KindCreditsInput[] | null;
  @Field(() => [SpeakerInput], { nullable: true, description: "Who teaches, in order; at most 100." })
  @ArrayMaxSize(100)
  @ValidateNested({ each: true })
  speakers?: SpeakerInput[] | null;
  @Field(() => [OfferingInput], { nullable: true, description: "When and where it is held; at most 100." })
  @ArrayMaxSize(100)
  @ValidateNested({ each: true })
  offerings?: OfferingInput[] | null;
  @Field(() => String, { nullable: true, description: "Whom to ask about the application." })
  @MaxLength(200)
  @PlainLine()
  contactName?: string | null;
  @Field(() => String, { nullable: true, description: "E-mail address of the contact." })
  @ValidateIf((input: ProgramInput) => input.contactEmail?.trim() !== "")
  @MaxLength(254)
  @IsEmail()
  contactEmail?: string | null;
  @Field(() => Boolean, { nullable: true, description: "Whether to list it on the public calendar once approved." })
  listOnCalendar?: boolean | null;
  @Field(() => String, {
    nullable: true,
    description:
      "Http or https address of the provider's page about it, for the public calendar: where people read more and register.",
  })
  @MaxLength(2_000)
  @PlainLine()
  @WebAddress()
  publicUrl?: string | null;
  @Field(() => Boolean, { nullable: true, description: 'Whether to ask for the "save the date" e-mail.' })
  requestEmailBlast?: boolean | null;
}

@InputType({ description: "Where an offering moves to." })
export class PostponeOfferingInput {
  @Field(() => LocalDate, { description: "New first day: after today in the offering's time zone." })
  @EventDay()
  startsOn!: string;
  @Field(() => LocalDate, { description: "New last day, inclusive." })
  @EventDay()
  @NotBefore("startsOn")
  endsOn!: string;
  @Field(() => String, { nullable: true, description: "New place; left out: as before." })
  @MaxLength(500)
  @PrintedLine()
  place?: string | null;
  @Field(() => String, { nullable: true, description: "New http or https address; left out: as before." })
  @MaxLength(2_000)
  @PlainLine()
  @WebAddress()
  url?: string | null;
}
