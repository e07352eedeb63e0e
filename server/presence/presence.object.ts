import { Max, Min } from "class-validator";
import { ArgsType, Field, ID, Int, ObjectType, registerEnumType } from "type-graphql";
import { sessionKeys } from "../conferences/conference.policy.ts";
import { ShownTo } from "../core/policy.ts";
import { DateTime } from "../core/scalars.ts";
import { programKeys } from "../programs/program.policy.ts";
import type { DemandRow } from "./presence.queries.ts";
import { PresenceDemand, type PresenceMark, PresenceSource, type SessionPresence } from "./presence.rules.ts";

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
    STAFF: { description: "Staff, or their provider on a dispute, say so with a reason." },
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
  @Field(() => Boolean, { description: "Whether it is enough, so that the session can be claimed." }) shown!: boolean;
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
