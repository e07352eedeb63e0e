import { Field, ID, Int, ObjectType, registerEnumType } from "type-graphql";
import { connectionOf } from "../core/lists/page.ts";
import { ShownTo } from "../core/policy.ts";
import { DateTime } from "../core/scalars.ts";
import { conferenceKeys } from "./conference.policy.ts";
import { type ConferenceImportRow, ImportKind } from "./conference-import.queries.ts";

registerEnumType(ImportKind, {
  name: "ConferenceImportKind",
  description: "What a conference takes files of.",
  valuesConfig: {
    SCHEDULE: { description: "Its sessions." },
    REGISTRATIONS: { description: "Its registrations." },
    PRESENCE: { description: "Who was at its sessions." },
  },
});

@ShownTo(conferenceKeys)
@ObjectType("ConferenceImport", {
  description: "A file that was recorded into a conference: who sent it, when, and what it did then.",
  simpleResolvers: true,
})
export class ConferenceImportObject implements ConferenceImportRow {
  @Field(() => ID, { description: "Opaque." }) id!: string;
  @Field(() => DateTime, { description: "When it was recorded." }) at!: Date;
  @Field(() => String, { description: "Who: the primary e-mail address at the time." }) actor!: string;
  @Field(() => String, { nullable: true, description: "Name of the file; null: it was not kept then." })
  fileName!: string | null;
  @Field(() => Int, { description: "What was new." }) added!: number;
  @Field(() => Int, { description: "What was different." }) changed!: number;
  @Field(() => Int, { description: "What stayed as it was." }) unchanged!: number;
  @Field(() => Int, { nullable: true, description: "Sessions that the file did not have any more." })
  removed!: number | null;
  @Field(() => Int, { nullable: true, description: "Sessions that it did not have, and that stayed, being claimed." })
  flagged!: number | null;
  @Field(() => Int, { nullable: true, description: "Registrations that it did not have: they stayed." })
  absent!: number | null;
}

export const ConferenceImportConnection = connectionOf("ConferenceImport", () => ConferenceImportObject);
