import { ArrayMaxSize, ArrayNotEmpty, IsEmail, MaxLength } from "class-validator";
import { Field, ID, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { EventDay, NotBlank, PlainLine, PrintedLine } from "../core/input-rules.ts";
import { connectionOf } from "../core/lists/page.ts";
import { NodeObject } from "../core/node.ts";
import { Allow, ShownTo } from "../core/policy.ts";
import { Credits, DateTime, LocalDate } from "../core/scalars.ts";
import { canViewProgram } from "../programs/program.policy.ts";
import { conferenceKeys, sessionKeys } from "./conference.policy.ts";
import { type RegistrationChange, RegistrationChangeKind, type RegistrationImport } from "./import-registrations.ts";
import { type ScheduleImport, type SessionChange, SessionChangeKind } from "./import-schedule.ts";
import { type ParsedRegistration, registrationNameMaxLength } from "./read-registrations.ts";
import {
  type RegistrationConditions,
  type RegistrationRow,
  type SessionConditions,
  type SessionKind,
  type SessionRow,
} from "./session.queries.ts";
import type { SessionChanges } from "./session-changes.ts";
import type { SaidKind } from "./session-kinds.ts";

registerEnumType(SessionChangeKind, {
  name: "SessionChangeKind",
  description: "What an import does with a session.",
  valuesConfig: {
    ADDED: { description: "It is new." },
    CHANGED: { description: "Something in it is different." },
    REMOVED: { description: "The file does not have it any more." },
    FLAGGED: { description: "The file does not have it any more, but somebody claimed it: it stays, marked." },
  },
});

registerEnumType(RegistrationChangeKind, {
  name: "RegistrationChangeKind",
  description: "What an import does with a registration.",
  valuesConfig: {
    ADDED: { description: "It is new." },
    CHANGED: { description: "Something in it is different." },
  },
});

@ShownTo(sessionKeys)
@ObjectType("Session", {
  implements: NodeObject,
  description: "A part of a conference that may earn credit of its own.",
  simpleResolvers: true,
})
export class SessionObject
  implements
    Pick<
      SessionRow,
      | "id"
      | "version"
      | "title"
      | "subtitle"
      | "startsAt"
      | "endsAt"
      | "minutes"
      | "speakers"
      | "room"
      | "track"
      | "virtual"
      | "eligible"
      | "credits"
      | "date"
      | "releasedOn"
      | "recordingOfId"
      | "registrationTypes"
      | "creditsReason"
      | "removedAt"
    >
{
  @Field(() => ID, { description: "Opaque." }) id!: string;
  @Field(() => Int, { description: "Counts its changes, by hand and by files." }) version!: number;
  @Field(() => String, { description: "Title." }) title!: string;
  @Field(() => String, { nullable: true, description: "Second line of the title." }) subtitle!: string | null;
  @Field(() => DateTime, { description: "Start." }) startsAt!: Date;
  @Field(() => DateTime, { description: "End." }) endsAt!: Date;
  @Field(() => Int, { description: "Elapsed minutes from start to end." }) minutes!: number;
  @Field(() => [String], { description: "Who speaks." }) speakers!: string[];
  @Field(() => String, { nullable: true, description: "Room." }) room!: string | null;
  @Field(() => String, { nullable: true, description: "Track." }) track!: string | null;
  @Field(() => Boolean, { description: "Whether it is attended online; then Attended On can be edited." })
  virtual!: boolean;
  @Field(() => Boolean, { description: "Whether it may earn credit." }) eligible!: boolean;
  @Field(() => Credits, { description: "What it earns." }) credits!: string;
  @Field(() => LocalDate, { description: "The day on which it starts, in the conference's zone." }) date!: string;
  @Field(() => LocalDate, { nullable: true, description: "Where it is a recording: from when it can be watched." })
  releasedOn!: string | null;
  @Field(() => ID, { nullable: true, description: "The session that it is a recording of: only one of the two earns." })
  recordingOfId!: string | null;
  @Field(() => [String], { nullable: true, description: "The registration types that may claim it; null: all." })
  registrationTypes!: string[] | null;
  @Allow(canViewProgram, conferenceKeys)
  @Field(() => String, {
    nullable: true,
    simple: false,
    description: "Why staff set its credits by hand; null: they are computed.",
  })
  creditsReason!: string | null;
  @Allow(canViewProgram, conferenceKeys)
  @Field(() => DateTime, {
    nullable: true,
    simple: false,
    description: "Since when the schedule does not have it; it stays because somebody claimed it.",
  })
  removedAt!: Date | null;
}

export const SessionConnection = connectionOf("Session", () => SessionObject);

@ShownTo(conferenceKeys)
@ObjectType("Registration", {
  implements: NodeObject,
  description: "One attendee's booking of one conference.",
  simpleResolvers: true,
})
export class RegistrationObject implements Omit<RegistrationRow, "programId" | "memberId" | "badgeCode"> {
  @Field(() => ID, { description: "Opaque." }) id!: string;
  @Field(() => Int, { description: "Counts its changes." }) version!: number;
  @Field(() => String, {
    description: "E-mail address. It belongs to the account that verifies it, until somebody claims under it.",
  })
  email!: string;
  @Field(() => String, { description: "Type, such as Full or One Day." }) registrationType!: string;
  @Field(() => String, { nullable: true, description: "What stands on the badge; null: nobody has said it." })
  name!: string | null;
  @Field(() => LocalDate, { nullable: true, description: "First day of access; null: no limit." })
  accessFrom!: string | null;
  @Field(() => LocalDate, { nullable: true, description: "Last day of access; null: no limit." })
  accessUntil!: string | null;
  @Field(() => Boolean, { description: "Whether it is for virtual sessions only." }) virtualOnly!: boolean;
  @Field(() => DateTime, { description: "When it came." }) createdAt!: Date;
}

export const RegistrationConnection = connectionOf("Registration", () => RegistrationObject);

@ShownTo(conferenceKeys)
@ObjectType("SessionChange", { description: "What an import does with one session.", simpleResolvers: true })
export class SessionChangeObject implements SessionChange {
  @Field(() => SessionChangeKind, { description: "What." }) kind!: SessionChangeKind;
  @Field(() => String, { description: "Title of the session." }) title!: string;
  @Field(() => DateTime, { description: "Its start." }) startsAt!: Date;
  @Field(() => [String], { description: "What is different, where it changed." }) fields!: string[];
}

export const SessionChangeConnection = connectionOf("SessionChange", () => SessionChangeObject);

@ShownTo(conferenceKeys)
@ObjectType("ScheduleImport", { description: "What an import of a schedule did, or would do.", simpleResolvers: true })
export class ScheduleImportObject implements Omit<ScheduleImport, "changes" | "errors"> {
  @Field(() => Boolean, { description: "Whether it was a preview, which stores nothing." }) preview!: boolean;
  @Field(() => Int, { description: "New sessions." }) added!: number;
  @Field(() => Int, { description: "Sessions in which something is different." }) changed!: number;
  @Field(() => Int, { description: "Sessions that the file does not have any more." }) removed!: number;
  @Field(() => Int, { description: "Sessions that the file does not have, and that stay because they are claimed." })
  flagged!: number;
  @Field(() => Int, { description: "Sessions as they were." }) unchanged!: number;
  @Field(() => Int, {
    description: "Sessions of which something waits for staff, those among them that a provider adds after approval.",
  })
  proposed!: number;
}

@ShownTo(conferenceKeys)
@ObjectType("RegistrationImport", {
  description: "What an import of registrations did, or would do.",
  simpleResolvers: true,
})
export class RegistrationImportObject implements Omit<RegistrationImport, "changes" | "errors"> {
  @Field(() => Boolean, { description: "Whether it was a preview, which stores nothing." }) preview!: boolean;
  @Field(() => Int, { description: "New registrations." }) added!: number;
  @Field(() => Int, { description: "Registrations in which something is different." }) changed!: number;
  @Field(() => Int, { description: "Registrations as they were." }) unchanged!: number;
  @Field(() => Int, { description: "Registrations that the file does not have: they stay." }) absent!: number;
}

@ShownTo(conferenceKeys)
@ObjectType("RegistrationChange", { description: "What an import does with one registration.", simpleResolvers: true })
export class RegistrationChangeObject implements RegistrationChange {
  @Field(() => RegistrationChangeKind, { description: "What." }) kind!: RegistrationChangeKind;
  @Field(() => String, { description: "Its address." }) email!: string;
  @Field(() => [String], { description: "What is different, where it changed." }) fields!: string[];
}

export const RegistrationChangeConnection = connectionOf("RegistrationChange", () => RegistrationChangeObject);

@ShownTo(sessionKeys)
@ObjectType("SessionCreditKind", {
  description: "What a session earns of a further kind of credit.",
  simpleResolvers: true,
})
export class SessionCreditKindObject implements Pick<SessionKind, "credits" | "isSet" | "yours"> {
  @Field(() => Credits, { description: "How much." }) credits!: string;
  @Field(() => Boolean, {
    description: "Whether somebody gave the amount; else it is what the session's minutes earn.",
  })
  isSet!: boolean;
  @Field(() => Boolean, {
    nullable: true,
    description:
      "Whether it is the viewer's, who claims it: it is for everybody, or for a profession of which they have a licence. Null: nobody claims it here.",
  })
  yours!: boolean | null;
}

@InputType({ description: "A further kind of credit that a session earns." })
export class SessionKindInput implements SaidKind {
  @Field(() => String, { description: "Code of a kind that its program asks for, or is approved for." })
  @MaxLength(40)
  kind!: string;
  @Field(() => Credits, {
    nullable: true,
    description: "How much, at most what its minutes earn; none: what its minutes earn.",
  })
  credits?: string | null;
}

@InputType({ description: "What to say of a session by hand. What is left out stays as it is; null empties it." })
export class SessionInput implements SessionChanges {
  @Field(() => String, { nullable: true, description: "Title." })
  @MaxLength(500)
  @NotBlank()
  @PrintedLine()
  title?: string | null;
  @Field(() => String, { nullable: true, description: "Second line of the title." })
  @MaxLength(500)
  @PrintedLine()
  subtitle?: string | null;
  @Field(() => DateTime, { nullable: true, description: "Start." }) startsAt?: Date | null;
  @Field(() => DateTime, { nullable: true, description: "End." }) endsAt?: Date | null;
  @Field(() => [String], { nullable: true, description: "Who speaks; at most 100." })
  @ArrayMaxSize(100)
  @MaxLength(500, { each: true })
  @PrintedLine({ each: true })
  speakers?: string[] | null;
  @Field(() => String, { nullable: true, description: "Room." })
  @MaxLength(500)
  @PrintedLine()
  room?: string | null;
  @Field(() => String, { nullable: true, description: "Track." })
  @MaxLength(500)
  @PlainLine()
  track?: string | null;
  @Field(() => Boolean, { nullable: true, description: "Whether it is attended online." }) virtual?: boolean | null;
  @Field(() => Boolean, { nullable: true, description: "Whether it may earn credit." }) eligible?: boolean | null;
  @Field(() => Credits, {
    nullable: true,
    description: "What it earns, for staff, with a reason; null: what its minutes earn.",
  })
  credits?: string | null;
  @Field(() => [SessionKindInput], {
    nullable: true,
    description: "All that it earns of further kinds of credit, at most 50; null: nothing.",
  })
  @ArrayMaxSize(50)
  creditKinds?: SessionKindInput[] | null;
  @Field(() => LocalDate, {
    nullable: true,
    description: "Of a virtual session that is a recording: from when it can be watched.",
  })
  @EventDay()
  releasedOn?: string | null;
  @Field(() => ID, { nullable: true, description: "The session that it is a recording of." })
  recordingOfId?: string | null;
  @Field(() => [String], { nullable: true, description: "The registration types that may claim it; null: all." })
  @ArrayNotEmpty()
  @ArrayMaxSize(50)
  @MaxLength(100, { each: true })
  @PlainLine({ each: true })
  registrationTypes?: string[] | null;
}

@InputType({ description: "A whole registration." })
export class RegistrationInput implements ParsedRegistration {
  @Field(() => String, { description: "E-mail address." })
  @MaxLength(254)
  @IsEmail()
  email!: string;
  @Field(() => String, { description: "Type, such as Full or One Day." })
  @MaxLength(100)
  @NotBlank()
  @PlainLine()
  registrationType!: string;
  @Field(() => String, {
    nullable: true,
    description: "What stands on the badge; none: the name of who claims under it, once somebody has.",
  })
  @MaxLength(registrationNameMaxLength)
  @PlainLine()
  name: string | null = null;
  @Field(() => LocalDate, { nullable: true, description: "First day of access; none: no limit." })
  @EventDay()
  accessFrom: string | null = null;
  @Field(() => LocalDate, { nullable: true, description: "Last day of access; none: no limit." })
  @EventDay()
  accessUntil: string | null = null;
  @Field(() => Boolean, { description: "Whether it is for virtual sessions only." })
  virtualOnly: boolean = false;
}

@InputType({ description: "Which sessions: all conditions must hold." })
export class SessionFilter implements SessionConditions {
  @Field(() => String, { nullable: true, description: "Anywhere in the title or among the speakers." })
  @MaxLength(200)
  @PlainLine()
  text?: string | null;
  @Field(() => Boolean, { nullable: true, description: "Whether they may earn credit." }) eligible?: boolean | null;
  @Field(() => Boolean, { nullable: true, description: "Whether they are attended online." }) virtual?: boolean | null;
  @Field(() => Boolean, { nullable: true, description: "Whether the schedule does not have them any more." })
  flagged?: boolean | null;
}

@InputType({ description: "Which registrations: all conditions must hold." })
export class RegistrationFilter implements RegistrationConditions {
  @Field(() => String, {
    nullable: true,
    description:
      "Part of the address, of the name, of the type, or of the name of who claimed under it; or their whole member ID.",
  })
  @MaxLength(200)
  @PlainLine()
  text?: string | null;
  @Field(() => String, { nullable: true, description: "Part of the address." })
  @MaxLength(254)
  @PlainLine()
  email?: string | null;
  @Field(() => String, { nullable: true, description: "The whole type." })
  @MaxLength(100)
  @PlainLine()
  registrationType?: string | null;
}
