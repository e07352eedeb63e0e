import { Max, MaxLength, Min, ValidateNested } from "class-validator";
import { ArgsType, Field, ID, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { EventDay, PlainLine } from "../core/input-rules.ts";
import { everyKey, ShownTo } from "../core/policy.ts";
import { Credits, DateTime, LocalDate } from "../core/scalars.ts";
import { OfferingFormat } from "../programs/program.entity.ts";
import { type CalendarConditions, CalendarEntryStatus, type CalendarRow, mostEntries } from "./calendar.queries.ts";

registerEnumType(CalendarEntryStatus, {
  name: "CalendarEntryStatus",
  description: "How an entry of the calendar stands.",
  valuesConfig: {
    SCHEDULED: { description: "On the days that were planned from the beginning." },
    POSTPONED: { description: "Moved to other days: see postponedFrom." },
    CANCELLED: { description: "Called off." },
  },
});

@ShownTo(everyKey)
@ObjectType("CalendarEntry", {
  description: "One date of an approved program whose provider asked for the calendar.",
  simpleResolvers: true,
})
export class CalendarEntryObject implements Omit<CalendarRow, "version" | "typeCode" | "typeName" | "providerName"> {
  @Field(() => ID, { description: "Of the offering; opaque." }) id!: string;
  @Field(() => String, { description: "Of the program: A09164." }) programNumber!: string;
  @Field(() => String, { description: "Title of the activity." }) title!: string;
  @Field(() => String, { description: "What it is about; may be empty." }) description!: string;
  @Field(() => [String], { description: "Learning objectives." }) objectives!: string[];
  @Field(() => String, { description: "Name of the program's type." }) typeName!: string;
  @Field(() => String, { description: "Code of the program's type, such as WEBINAR." }) typeCode!: string;
  @Field(() => String, { description: "Name of the provider." }) providerName!: string;
  @Field(() => [String], { description: "Names of those who provide it together with them." })
  jointProviders!: string[];
  @Field(() => Credits, { description: "What an attendee can earn at most." }) credits!: string;
  @Field(() => String, { description: "What one credit is called, such as CEC." }) creditUnit!: string;
  @Field(() => LocalDate, { description: "First day, in its time zone." }) startsOn!: string;
  @Field(() => LocalDate, { description: "Last day, inclusive." }) endsOn!: string;
  @Field(() => DateTime, {
    nullable: true,
    description: "When its first session starts; null: it has whole days alone.",
  })
  startsAt!: Date | null;
  @Field(() => DateTime, { nullable: true, description: "When its last session ends." }) endsAt!: Date | null;
  @Field(() => String, { description: "IANA name of the time zone where it is held." }) timeZone!: string;
  @Field(() => OfferingFormat, { description: "In person, online or both." }) format!: OfferingFormat;
  @Field(() => String, { description: "City and venue; empty for one online." }) place!: string;
  @Field(() => String, {
    description: "The provider's page about it; may be empty. Never the address of the event itself.",
  })
  publicUrl!: string;
  @Field(() => CalendarEntryStatus, { description: "How it stands." }) status!: CalendarEntryStatus;
  @Field(() => LocalDate, { nullable: true, description: "Its first day as it was first planned, where it was moved." })
  postponedFrom!: string | null;
  @Field(() => DateTime, { description: "When its program was last changed." }) changedAt!: Date;
}

@InputType({ description: "Which entries: all conditions must hold; an empty one counts for nothing." })
export class CalendarFilter implements Omit<CalendarConditions, "from" | "to"> {
  @Field(() => String, {
    nullable: true,
    description: "Anywhere in the title, letters and digits only: case and accents don't matter.",
  })
  @MaxLength(300)
  @PlainLine()
  words?: string | null;
  @Field(() => String, { nullable: true, description: "Part of the place." })
  @MaxLength(200)
  @PlainLine()
  place?: string | null;
  @Field(() => OfferingFormat, {
    nullable: true,
    description: "Held so; what is held in person and online meets both.",
  })
  format?: OfferingFormat | null;
  @Field(() => String, { nullable: true, description: "Code of the program's type." })
  @MaxLength(50)
  @PlainLine()
  typeCode?: string | null;
  @Field(() => String, { nullable: true, description: "Part of the name of the provider, or of a joint one." })
  @MaxLength(200)
  @PlainLine()
  provider?: string | null;
  @Field(() => String, { nullable: true, description: "What one credit is called, such as CEC." })
  @MaxLength(50)
  @PlainLine()
  creditUnit?: string | null;
  @Field(() => Credits, { nullable: true, description: "At least so much credit." }) minimumCredits?: string | null;
}

@ArgsType()
export class CalendarArgs {
  @Field(() => LocalDate, {
    nullable: true,
    description: "What ends on this day or later; left out: today, in the accreditor's time zone.",
  })
  @EventDay()
  from?: string | null;
  @Field(() => LocalDate, { nullable: true, description: "What starts on this day or earlier." })
  @EventDay()
  to?: string | null;
  @Field(() => CalendarFilter, { nullable: true, description: "Which entries." })
  @ValidateNested()
  filter?: CalendarFilter | null;
  @Field(() => Int, { description: `How many, at most ${mostEntries}.` })
  @Min(1)
  @Max(mostEntries)
  first: number = mostEntries;
  @Field(() => Int, { description: "How many to skip." })
  @Min(0)
  @Max(10_000_000)
  offset: number = 0;
}
