import { ArrayMaxSize, MaxLength } from "class-validator";
import { Field, ID, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { ActorKind } from "../core/actor-kind.ts";
import { ApiScope } from "../core/api-scopes.ts";
import { EventDay, PlainLine } from "../core/input-rules.ts";
import { changedSinceDescription } from "../core/lists/changes.ts";
import { connectionOf } from "../core/lists/page.ts";
import { NodeObject } from "../core/node.ts";
import { Allow, everyKey, keysWith, ShownTo } from "../core/policy.ts";
import { Credits, DateTime, LocalDate } from "../core/scalars.ts";
import { ProviderObject } from "../providers/provider.object.ts";
import { ActivityForm, type Offering, OfferingFormat, type ProgramType, type Speaker } from "./program.entity.ts";
import { canViewProgram, programKeys } from "./program.policy.ts";
import type { ProgramConditions, ProgramRow, TimelineRow } from "./program.queries.ts";
import { ProgramStatus } from "./program.status.ts";

registerEnumType(OfferingFormat, {
  name: "OfferingFormat",
  description: "How an offering is held.",
  valuesConfig: {
    IN_PERSON: { description: "At a place." },
    VIRTUAL: { description: "Online." },
    HYBRID: { description: "At a place and online." },
  },
});

registerEnumType(ActivityForm, {
  name: "ActivityForm",
  description: "How a kind of program is completed.",
  valuesConfig: {
    LIVE: { description: "On the days of an offering." },
    ON_DEMAND: { description: "By each on a day of their own, while it runs; reported at once." },
    SERIES: { description: "On several dates, its offerings, which earn once where all, or enough, were attended." },
    CONFERENCE: { description: "By sessions, which its attendees claim." },
  },
});

@ShownTo(everyKey)
@ObjectType("ProgramType", { description: "A kind of program.", simpleResolvers: true })
export class ProgramTypeObject implements Omit<ProgramType, "version" | "position" | "active" | "reviewersRequired"> {
  @Field(() => ID, { description: "Opaque." }) id!: string;
  @Field(() => String, { description: "Stable name for imports, such as WEBINAR." }) code!: string;
  @Field(() => String, { description: "Name as people read it." }) name!: string;
  @Field(() => ActivityForm, { description: "How it is completed." }) form!: ActivityForm;
  @Field(() => Int, {
    nullable: true,
    description: "Of a series: how many of its dates must have been attended; null: all.",
  })
  datesRequired!: number | null;
  @Field(() => Int, { nullable: true, description: "Shortest it may be, in minutes; null: no limit." })
  minimumMinutes!: number | null;
  @Field(() => Int, { nullable: true, description: "Longest it may be, in minutes; null: no limit." })
  maximumMinutes!: number | null;
}

@ShownTo(programKeys)
@ObjectType("Speaker", { description: "A person who teaches in a program.", simpleResolvers: true })
export class SpeakerObject implements Pick<Speaker, "name" | "credentials"> {
  @Field(() => String, { description: "Name." }) name!: string;
  @Field(() => String, { description: "Degrees and post; may be empty." }) credentials!: string;
}

@ShownTo(programKeys)
@ObjectType("Offering", { description: "One scheduled occurrence of a program.", simpleResolvers: true })
export class OfferingObject
  implements
    Pick<Offering, "id" | "startsOn" | "endsOn" | "timeZone" | "format" | "place" | "url" | "reportedAt" | "closedAt">
{
  @Field(() => ID, { description: "Opaque." }) id!: string;
  @Field(() => LocalDate, { description: "First day." }) startsOn!: string;
  @Field(() => LocalDate, { description: "Last day, inclusive." }) endsOn!: string;
  @Field(() => String, { description: "IANA name of the time zone where it is held." }) timeZone!: string;
  @Field(() => OfferingFormat, { description: "In person, online or both." }) format!: OfferingFormat;
  @Field(() => String, { description: "City and venue; empty for one online." }) place!: string;
  @Field(() => String, { description: "Address online; empty for one in person." }) url!: string;
  @Field(() => DateTime, { nullable: true, description: "When attendance was first reported." })
  reportedAt!: Date | null;
  @Field(() => DateTime, {
    nullable: true,
    description: "When it was closed without a report, some days after its time was over; extendReporting reopens it.",
  })
  closedAt!: Date | null;
}

@ShownTo(programKeys)
@ObjectType("TimelineEntry", { description: "Something that happened to a program.", simpleResolvers: true })
export class TimelineEntryObject implements Omit<TimelineRow, "programId"> {
  @Field(() => ID, { description: "Opaque." }) id!: string;
  @Field(() => DateTime, { description: "When." }) at!: Date;
  @Field(() => String, { description: "Who: the primary e-mail address at the time, or system." }) actor!: string;
  @Field(() => ActorKind, { description: "As what." }) actorAs!: ActorKind;
  @Field(() => String, { description: "What, such as program.approve." }) action!: string;
  @Field(() => String, { nullable: true, description: "Why, where it was said." }) reason!: string | null;
  @Field(() => ProgramStatus, { nullable: true, description: "Status before; null for the first entry." })
  fromStatus!: ProgramStatus | null;
  @Field(() => ProgramStatus, { nullable: true, description: "Status after." }) toStatus!: ProgramStatus | null;
  @Field(() => String, {
    nullable: true,
    description:
      "The file from which it came when the accreditor moved in, empty where that is gone; null: it happened here.",
  })
  movedInFrom!: string | null;
}

/** Whoever holds a certificate of a program may read what is printed there; the rest is for staff and the provider. */
@ShownTo(
  keysWith(
    ApiScope.PROGRAMS_READ,
    ApiScope.PROGRAMS_WRITE,
    ApiScope.PROGRAMS_REVIEW,
    ApiScope.ATTENDANCE_READ,
    ApiScope.ATTENDANCE_WRITE,
  ),
)
@ObjectType("Program", {
  implements: NodeObject,
  description: "One activity submitted for credit.",
  simpleResolvers: true,
})
export class ProgramObject implements Omit<ProgramRow, "providerId" | "typeId" | "creditRule" | "copiedFromId"> {
  @Field(() => ID, { description: "Opaque." }) id!: string;
  @Field(() => Int, { description: "Counts changes; operations want the one that was read." }) version!: number;
  @Field(() => String, { nullable: true, description: "A09164. Null until first submitted." }) number!: string | null;
  @Field(() => String, { description: "Title of the activity." }) name!: string;
  @Field(() => ProgramTypeObject, { description: "What kind of program it is." }) type!: ProgramType;
  @Field(() => ProviderObject, { description: "Who submits it." }) provider!: ProviderObject;
  @Field(() => ProgramStatus, { description: "Where it stands in its life." }) status!: ProgramStatus;
  @Field(() => DateTime, { nullable: true, description: "When it was first submitted." }) submittedAt!: Date | null;
  @Field(() => DateTime, { description: "When it was begun." }) createdAt!: Date;
  @Field(() => DateTime, {
    description:
      "When it last changed: what its application says, its offerings, its documents, a decision, its state.",
  })
  changedAt!: Date;
  @Field(() => LocalDate, { nullable: true, description: "First day of its first offering." }) startsOn!: string | null;
  @Field(() => LocalDate, { nullable: true, description: "Last day of its last offering." })
  endsOn!: string | null;
  @ShownTo(programKeys)
  @Field(() => [String], {
    description:
      "Who provides it together with its provider, as the application has them: numbers of accounts, and names.",
  })
  jointProviders!: string[];
  @Field(() => [String], {
    description: "The same as certificates name them now: accounts by what they are called.",
  })
  jointProviderNames!: string[];
  @ShownTo(programKeys)
  @Field(() => String, { description: "What it is about; may be empty in a draft." })
  description!: string;
  @ShownTo(programKeys)
  @Field(() => [String], { description: "Learning objectives." })
  objectives!: string[];
  @Field(() => Int, { nullable: true, description: "Minutes of instruction in one offering." }) minutes!: number | null;
  @Field(() => Credits, {
    nullable: true,
    description: "What an attendee may be awarded at most. Null until approved.",
  })
  credits!: string | null;
  @Field(() => String, { description: "What one credit is called, such as CEC." }) creditUnit!: string;
  @Field(() => LocalDate, {
    nullable: true,
    description:
      "Last day on which sessions of a conference can be claimed; null: it is none, or there is no such day.",
  })
  claimsUntil!: string | null;
  @Allow(canViewProgram, programKeys)
  @Field(() => Credits, { description: "How much credit the provider asks for.", simple: false })
  requestedCredits!: string;
  @Allow(canViewProgram, programKeys)
  @Field(() => String, { description: "Whom to ask about the application.", simple: false })
  contactName!: string;
  @Allow(canViewProgram, programKeys)
  @Field(() => String, { description: "E-mail address of the contact; may be empty in a draft.", simple: false })
  contactEmail!: string;
  @Allow(canViewProgram, programKeys)
  @Field(() => Boolean, { description: "Whether to list it on the public calendar once approved.", simple: false })
  listOnCalendar!: boolean;
  @Allow(canViewProgram, programKeys)
  @Field(() => String, {
    description: "The provider's page about it, for the public calendar; may be empty.",
    simple: false,
  })
  publicUrl!: string;
  @Allow(canViewProgram, programKeys)
  @Field(() => Boolean, { description: 'Whether the provider asks for the "save the date" e-mail.', simple: false })
  requestEmailBlast!: boolean;
}

export const ProgramConnection = connectionOf("Program", () => ProgramObject);

@InputType({ description: "Which programs: all conditions must hold; an empty one counts for nothing." })
export class ProgramFilter implements ProgramConditions {
  @Field(() => [ID], { nullable: true, description: "One of these, at most 100." })
  @ArrayMaxSize(100)
  ids?: string[] | null;
  @Field(() => String, { nullable: true, description: "Part of the number; case doesn't matter." })
  @MaxLength(20)
  @PlainLine()
  number?: string | null;
  @Field(() => String, {
    nullable: true,
    description: "Anywhere in the name, letters and digits only: case and accents don't matter.",
  })
  @MaxLength(300)
  @PlainLine()
  name?: string | null;
  @Field(() => ID, { nullable: true, description: "Of this type." }) typeId?: string | null;
  @Field(() => String, { nullable: true, description: "Of the type with this code, such as CONFERENCE." })
  @MaxLength(50)
  @PlainLine()
  typeCode?: string | null;
  @Field(() => ActivityForm, { nullable: true, description: "Of a type of this form." }) form?: ActivityForm | null;
  @Field(() => ID, { nullable: true, description: "Of this provider." }) providerId?: string | null;
  @Field(() => [ProgramStatus], { nullable: true, description: "In any of these." }) status?: ProgramStatus[] | null;
  @Field(() => Boolean, { nullable: true, description: "What waits for the viewer to act." }) inbox?: boolean | null;
  @Field(() => Boolean, { nullable: true, description: "Conferences of which a change of a session waits for staff." })
  sessionsProposed?: boolean | null;
  @Field(() => DateTime, { nullable: true, description: changedSinceDescription }) changedSince?: Date | null;
  @Field(() => LocalDate, { nullable: true, description: "Submitted on this day of the accreditor's zone or later." })
  @EventDay()
  submittedFrom?: string | null;
  @Field(() => LocalDate, { nullable: true, description: "Submitted on this day of the accreditor's zone or earlier." })
  @EventDay()
  submittedTo?: string | null;
  @Field(() => LocalDate, { nullable: true, description: "Starts on this day or later." })
  @EventDay()
  startsFrom?: string | null;
  @Field(() => LocalDate, { nullable: true, description: "Starts on this day or earlier." })
  @EventDay()
  startsTo?: string | null;
  @Field(() => ID, {
    nullable: true,
    description:
      "For staff: assigned to this account, one of reviewers; ME: to the viewer; NOBODY: to nobody who may review it.",
  })
  assignee?: string | null;
  @Field(() => Boolean, { nullable: true, description: "For staff: whose day to look at it again has come." })
  followUpDue?: boolean | null;
}
