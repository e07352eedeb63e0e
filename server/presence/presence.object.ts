import { Max, MaxLength, Min } from "class-validator";
import { ArgsType, Field, ID, Int, ObjectType, registerEnumType } from "type-graphql";
import { conferenceKeys, sessionKeys } from "../conferences/conference.policy.ts";
import { ShownTo } from "../core/policy.ts";
import { DateTime } from "../core/scalars.ts";
import { programKeys } from "../programs/program.policy.ts";
import type { DemandRow, PresenceRow } from "./presence.queries.ts";
import {
  PresenceDemand,
  type PresenceMark,
  PresenceSource,
  type SaidPresence,
  type SessionPresence,
} from "./presence.rules.ts";
import type { Room, RoomKey } from "./read-room.ts";
import type { ShownCode, ShownPresence } from "./show-presence.ts";

registerEnumType(PresenceDemand, {
  name: "PresenceDemand",
  description: "What a conference demands before a session of it earns credit.",
  valuesConfig: {
    TRUST: { description: "Nothing: who says that they were there is believed." },
    IN_PERSON: { description: "Evidence that they were there, for each session that is held at a place." },
    ALL: { description: "The same for every session, those online and recordings among them." },
    MINUTES: { description: "For every session, evidence of so many percent of its minutes." },
  },
});

registerEnumType(PresenceSource, {
  name: "PresenceSource",
  description: "What says that somebody was at a session.",
  valuesConfig: {
    CODE: { description: "They showed the code of the room's screen." },
    SCAN: { description: "Their badge was scanned at the door." },
    FILE: { description: "Their provider's file says so." },
    STAFF: { description: "Staff say so with a reason." },
    SAID: { description: "They say so themselves, where nothing else does, and staff or the provider let it count." },
  },
});

export enum PresenceNeedName {
  NOTHING = "NOTHING",
  PRESENCE = "PRESENCE",
  MINUTES = "MINUTES",
}

registerEnumType(PresenceNeedName, {
  name: "PresenceNeed",
  description: "What somebody has to show before a session earns.",
  valuesConfig: {
    NOTHING: { description: "Nothing." },
    PRESENCE: { description: "That they were there." },
    MINUTES: { description: "That they were there for `leastMinutes`." },
  },
});

@ShownTo(programKeys)
@ObjectType("ConferenceDemand", {
  description: "What a conference demands before a session of it earns credit.",
  simpleResolvers: true,
})
export class ConferenceDemandObject implements DemandRow {
  @Field(() => PresenceDemand, { description: "What." }) demand!: PresenceDemand;
  @Field(() => Int, { nullable: true, description: "Of MINUTES: how many percent of a session's." })
  percent!: number | null;
  @Field(() => Boolean, { description: "Whether staff have set it: then its provider changes it no more." })
  setByStaff!: boolean;
}

@ShownTo(sessionKeys)
@ObjectType("PresenceMark", { description: "One piece of evidence that somebody was there.", simpleResolvers: true })
export class PresenceMarkObject implements PresenceMark {
  @Field(() => PresenceSource, { description: "What says it." }) source!: PresenceSource;
  @Field(() => DateTime, { description: "When they were seen; of a statement when it was made." }) at!: Date;
  @Field(() => Int, { nullable: true, description: "Minutes that are stated; null: a moment, or the whole session." })
  minutes!: number | null;
}

@ShownTo(sessionKeys)
@ObjectType("SaidPresence", {
  description: "That somebody says of themselves that they were at a session, and what became of it.",
  simpleResolvers: true,
})
export class SaidPresenceObject implements SaidPresence {
  @Field(() => String, { description: "What they say." }) said!: string;
  @Field(() => DateTime, { description: "When." }) saidAt!: Date;
  @Field(() => DateTime, { nullable: true, description: "When it was decided whether it counts; null: it waits." })
  decidedAt!: Date | null;
  @Field(() => Boolean, { description: "Whether it counts." }) counts!: boolean;
  @Field(() => String, { nullable: true, description: "Why, of what is decided." }) reason!: string | null;
  @Field(() => Boolean, { description: "Whether staff decided it, and not the conference's provider." })
  byStaff!: boolean;
}

@ShownTo(sessionKeys)
@ObjectType("SessionPresence", {
  description: "What its viewer has to show before a session earns, and has shown.",
  simpleResolvers: true,
})
export class SessionPresenceObject implements Omit<SessionPresence, "need"> {
  @Field(() => PresenceNeedName, { description: "What has to be shown." }) need!: PresenceNeedName;
  @Field(() => Int, { nullable: true, description: "Of MINUTES: how many." }) leastMinutes!: number | null;
  @Field(() => Int, {
    description: "Minutes that are shown: from the first moment of evidence to the last, or what is stated.",
  })
  minutes!: number;
  @Field(() => [PresenceMarkObject], { description: "The evidence, by time." }) marks!: PresenceMark[];
  @Field(() => Int, {
    description: "How many pieces more were sent too late to count by themselves, and wait for staff or the provider.",
  })
  waiting!: number;
  @Field(() => [SaidPresenceObject], {
    description: "What its viewer says of themselves where evidence is missing, and what became of it; by time.",
  })
  said!: SaidPresence[];
  @Field(() => Boolean, { description: "Whether its viewer can say so now." }) maySay!: boolean;
  @Field(() => Boolean, { description: "Whether it is enough, so that the session can be claimed." }) shown!: boolean;
}

@ObjectType("RoomKey", { description: "What the codes of an hour come of.", simpleResolvers: true })
export class RoomKeyObject implements RoomKey {
  @Field(() => Int, { description: "The hour, counted from 1970." }) hour!: number;
  @Field(() => String, {
    description: "32 bytes in base 64: the key of RFC 4226 with SHA-256 over steps of 30 seconds.",
  })
  key!: string;
}

@ObjectType("Room", { description: "A session's room, as its screen shows it.", simpleResolvers: true })
export class RoomObject implements Room {
  @Field(() => ID, { description: "The session." }) sessionId!: string;
  @Field(() => String, { description: "Its title." }) title!: string;
  @Field(() => String, { description: "Its conference." }) conference!: string;
  @Field(() => String, { nullable: true, description: "Where it is." }) room!: string | null;
  @Field(() => DateTime, { description: "Its start." }) startsAt!: Date;
  @Field(() => DateTime, { description: "Its end." }) endsAt!: Date;
  @Field(() => String, { description: "IANA name of the conference's time zone." }) timeZone!: string;
  @Field(() => DateTime, { description: "What time it is, by the server's clock." }) now!: Date;
  @Field(() => [RoomKeyObject], { description: "For codes of at least an hour from now." }) keys!: RoomKey[];
}

@ObjectType("ShownPresence", { description: "That somebody was in a room.", simpleResolvers: true })
export class ShownPresenceObject implements ShownPresence {
  @Field(() => ID, { description: "The session." }) sessionId!: string;
  @Field(() => String, { description: "Its title." }) title!: string;
  @Field(() => DateTime, { description: "When its screen showed the code." }) at!: Date;
  @Field(() => Boolean, {
    description: "Whether it was sent too long after that, so that staff or the provider let it count.",
  })
  waits!: boolean;
}

@ShownTo(conferenceKeys)
@ObjectType("PresenceRecord", {
  description: "A piece of evidence that somebody was at a session, for staff and its provider.",
  simpleResolvers: true,
})
export class PresenceRecordObject implements Omit<PresenceRow, "sessionId" | "memberId"> {
  @Field(() => ID, { description: "Opaque." }) id!: string;
  @Field(() => PresenceSource, { description: "What says it." }) source!: PresenceSource;
  @Field(() => DateTime, { description: "The moment that it is of." }) at!: Date;
  @Field(() => DateTime, { description: "When it came." }) recordedAt!: Date;
  @Field(() => Boolean, {
    description: "Whether it counts only once somebody lets it: it came too late, or is their own word.",
  })
  waits!: boolean;
  @Field(() => String, { nullable: true, description: "What they say themselves; null: it is other evidence." })
  said!: string | null;
  @Field(() => DateTime, { nullable: true, description: "When it was decided on; null: it was not." })
  decidedAt!: Date | null;
  @Field(() => Boolean, { description: "Whether it counts." }) counts!: boolean;
  @Field(() => String, { nullable: true, description: "Why, of what is decided." }) reason!: string | null;
  @Field(() => Boolean, { description: "Whether staff decided it, and not the conference's provider." })
  byStaff!: boolean;
  @Field(() => Boolean, { description: "Whether somebody else showed that session's code on the same device." })
  sharedDevice!: boolean;
  @Field(() => Boolean, { description: "Whether it came from another network than most of the session's." })
  otherNetwork!: boolean;
}

@ArgsType()
export class ShowPresenceArgs implements ShownCode {
  @Field(() => ID, { description: "A UUID of the sender's: however often the same is sent, it is there once." })
  id!: string;
  @Field(() => ID, {
    nullable: true,
    description: "The session that the scanned picture names; none: the code was typed.",
  })
  sessionId: string | null = null;
  @Field(() => String, { description: "The six digits." })
  @MaxLength(20)
  code!: string;
  @Field(() => Int, { description: "How many seconds ago it was scanned, where it is sent later." })
  @Min(0)
  secondsAgo: number = 0;
  @Field(() => String, {
    nullable: true,
    description: "What the device calls itself, at random and always the same.",
  })
  @MaxLength(100)
  device: string | null = null;
}

@ArgsType()
export class PresenceDemandArgs {
  @Field(() => ID, { description: "The conference." }) programId!: string;
  @Field(() => PresenceDemand, { description: "What it demands." }) demand!: PresenceDemand;
  @Field(() => Int, { nullable: true, description: "Of MINUTES: how many percent of a session's, 1 to 100." })
  @Min(1)
  @Max(100)
  percent: number | null = null;
  @Field(() => String, { nullable: true, description: "Why; needed of staff." }) reason: string | null = null;
}
