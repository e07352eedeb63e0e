import { ArrayMaxSize, MaxLength, Min, ValidateNested } from "class-validator";
import { ArgsType, Field, ID, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { DateTime, LocalDate } from "../core/scalars.ts";
import type { BadgeRow } from "./badge.queries.ts";
import type { Door, DoorBadge, DoorBadges, DoorSession } from "./read-door.ts";
import { type DoorScan, mostScans, type ScannedBadge, ScanOutcome } from "./record-scans.ts";

registerEnumType(ScanOutcome, {
  name: "ScanOutcome",
  description: "What became of a badge that was scanned at a door.",
  valuesConfig: {
    RECORDED: { description: "It is recorded that they were seen, now or before." },
    UNKNOWN_BADGE: { description: "Nobody who is registered has this badge." },
    OTHER_CONFERENCE: { description: "It is a badge of another conference." },
    OTHER_SESSION: { description: "The conference has no such session." },
    NOT_NOW: { description: "It was more than half an hour before the session, or after it." },
    TOO_LATE: { description: "It was sent more than a day later." },
    ID_TAKEN: { description: "Something else has this ID." },
  },
});

@ObjectType("DoorSession", { description: "A session at whose door badges are scanned.", simpleResolvers: true })
export class DoorSessionObject implements DoorSession {
  @Field(() => ID, { description: "The session." }) id!: string;
  @Field(() => String, { description: "Its title." }) title!: string;
  @Field(() => String, { nullable: true, description: "Where it is." }) room!: string | null;
  @Field(() => DateTime, { description: "Its start." }) startsAt!: Date;
  @Field(() => DateTime, { description: "Its end." }) endsAt!: Date;
}

@ObjectType("DoorBadge", { description: "A badge as telephones at a door know it.", simpleResolvers: true })
export class DoorBadgeObject implements DoorBadge {
  @Field(() => String, { description: "The first 16 bytes of SHA-256 of its number, in base64url." }) hash!: string;
  @Field(() => String, { nullable: true, description: "First name and an initial; null: not known." })
  name!: string | null;
  @Field(() => String, { description: "Type of the registration." }) registrationType!: string;
}

@ObjectType("DoorBadges", { description: "Some of a conference's badges.", simpleResolvers: true })
export class DoorBadgesObject implements DoorBadges {
  @Field(() => [DoorBadgeObject], { description: "At most 2,000." }) badges!: DoorBadge[];
  @Field(() => ID, { nullable: true, description: "After which the next ones come; null: there are no more." })
  after!: string | null;
}

@ObjectType("Door", { description: "A conference as the telephones at its doors know it.", simpleResolvers: true })
export class DoorObject implements Door {
  @Field(() => ID, { description: "The conference: a program." }) programId!: string;
  @Field(() => String, { description: "Its name." }) conference!: string;
  @Field(() => String, { description: "IANA name of its time zone." }) timeZone!: string;
  @Field(() => DateTime, { description: "What time it is, by the server's clock." }) now!: Date;
  @Field(() => String, { description: "What the numbers of its badges begin with: others are another conference's." })
  tag!: string;
}

@ObjectType("ScannedBadge", { description: "What became of one scan.", simpleResolvers: true })
export class ScannedBadgeObject implements ScannedBadge {
  @Field(() => ID, { description: "The scan's own." }) id!: string;
  @Field(() => ScanOutcome, { description: "What." }) outcome!: ScanOutcome;
}

@InputType({ description: "A badge that was scanned at a door." })
export class DoorScanInput implements DoorScan {
  @Field(() => ID, { description: "A UUID of the sender's: however often the same is sent, it is there once." })
  id!: string;
  @Field(() => String, { description: "What stands on the badge." })
  @MaxLength(64)
  badge!: string;
  @Field(() => ID, { description: "At which session's door." })
  @MaxLength(64)
  sessionId!: string;
  @Field(() => Int, { description: "How many seconds ago it was." })
  @Min(0)
  secondsAgo!: number;
}

@ArgsType()
export class RecordScansArgs {
  @Field(() => String, { description: "Of the link." }) token!: string;
  @Field(() => [DoorScanInput], { description: `The scans, at most ${mostScans}.` })
  @ArrayMaxSize(mostScans)
  @ValidateNested({ each: true })
  scans!: DoorScanInput[];
}

@ObjectType("Badge", { description: "The badge of one of the viewer's registrations.", simpleResolvers: true })
export class BadgeObject implements BadgeRow {
  @Field(() => ID, { description: "The registration." }) id!: string;
  @Field(() => String, { description: "What its QR code says, and what stands under it in groups of four." })
  number!: string;
  @Field(() => String, { description: "Name of the conference." }) conference!: string;
  @Field(() => LocalDate, { description: "First day." }) startsOn!: string;
  @Field(() => LocalDate, { description: "Last day." }) endsOn!: string;
  @Field(() => String, { description: "Type of the registration." }) registrationType!: string;
}
