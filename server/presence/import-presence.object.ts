import { Field, Int, ObjectType, registerEnumType } from "type-graphql";
import { conferenceKeys } from "../conferences/conference.policy.ts";
import { connectionOf } from "../core/lists/page.ts";
import { ShownTo } from "../core/policy.ts";
import { DateTime } from "../core/scalars.ts";
import { type PresenceChange, PresenceChangeKind, type PresenceImportOutcome } from "./import-presence.ts";

registerEnumType(PresenceChangeKind, {
  name: "PresenceChangeKind",
  description: "What an import does with what is known of one person at one session.",
  valuesConfig: {
    ADDED: { description: "No file said it before." },
    CHANGED: { description: "A file said other minutes before." },
  },
});

@ShownTo(conferenceKeys)
@ObjectType("PresenceChange", {
  description: "What an import does with what is known of one person at one session.",
  simpleResolvers: true,
})
export class PresenceChangeObject implements PresenceChange {
  @Field(() => PresenceChangeKind, { description: "What." }) kind!: PresenceChangeKind;
  @Field(() => String, { description: "Address of the registration." }) email!: string;
  @Field(() => String, { description: "Title of the session." }) title!: string;
  @Field(() => DateTime, { description: "Its start." }) startsAt!: Date;
  @Field(() => Int, { nullable: true, description: "Minutes that the file states; null: the whole session." })
  minutes!: number | null;
}

export const PresenceChangeConnection = connectionOf("PresenceChange", () => PresenceChangeObject);

@ShownTo(conferenceKeys)
@ObjectType("PresenceImport", {
  description: "What an import of who was at sessions did, or would do.",
  simpleResolvers: true,
})
export class PresenceImportObject implements Omit<PresenceImportOutcome, "changes" | "errors"> {
  @Field(() => Boolean, { description: "Whether it was a preview, which stores nothing." }) preview!: boolean;
  @Field(() => Int, { description: "Persons at sessions of whom no file said it before." }) added!: number;
  @Field(() => Int, { description: "Those of whom one said other minutes." }) changed!: number;
  @Field(() => Int, { description: "Those of whom one said the same." }) unchanged!: number;
}
