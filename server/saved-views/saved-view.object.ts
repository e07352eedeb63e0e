import { MaxLength } from "class-validator";
import { Field, ID, InputType, ObjectType, registerEnumType } from "type-graphql";
import { NotBlank, PlainLine } from "../core/input-rules.ts";
import { DateTime } from "../core/scalars.ts";
import { type SavedView, SavedViewList } from "./saved-view.entity.ts";

registerEnumType(SavedViewList, {
  name: "SavedViewList",
  description: "The console's lists of which views can be saved.",
  valuesConfig: {
    ATTENDANCE: { description: "Attendance records." },
    ATTENDANCE_UPLOADS: { description: "Rosters that were sent." },
    AUDIT_ENTRIES: { description: "The audit log." },
    CERTIFICATES: { description: "Certificates." },
    CONFERENCES: { description: "Conferences." },
    INBOX: { description: "Programs that wait for the viewer." },
    MAILS: { description: "The outbox." },
    MEMBERS: { description: "Members." },
    PROGRAMS: { description: "Programs." },
    PROVIDERS: { description: "Providers." },
  },
});

const nameDescription =
  "What it is called: of 60 characters at most, and once among the views of one list that are one's own or of those who share it.";
const settingsDescription =
  "How the console shows it, as JSON: `filter`, `sort` (`field` and `order`), `perPage`, and of its columns those that are `hidden` and their `ranks`.";

@ObjectType("SavedView", {
  description: "A list of the console as somebody wants to find it again.",
  simpleResolvers: true,
})
export class SavedViewObject implements Pick<SavedView, "id" | "list" | "name" | "settings" | "savedAt"> {
  @Field(() => ID, { description: "Opaque." }) id!: string;
  @Field(() => SavedViewList, { description: "The list that it is of." }) list!: SavedViewList;
  @Field(() => String, { description: nameDescription }) name!: string;
  @Field(() => String, { description: settingsDescription }) settings!: string;
  @Field(() => DateTime, { description: "When it was saved last." }) savedAt!: Date;
}

@InputType({ description: "A view to save." })
export class SavedViewInput {
  @Field(() => SavedViewList, { description: "The list that it is of." })
  list!: SavedViewList;
  @Field(() => String, { description: nameDescription })
  @NotBlank()
  @PlainLine()
  @MaxLength(60)
  name!: string;
  @Field(() => String, { description: `${settingsDescription} Of 4,000 characters at most.` })
  @PlainLine()
  @MaxLength(4_000)
  settings!: string;
  @Field(() => Boolean, {
    defaultValue: false,
    description: "Whether others find it too: all of the staff, or all who act for the provider that is named.",
  })
  shared!: boolean;
  @Field(() => ID, { nullable: true, description: "The provider that it is shared at; left out: it is the staff's." })
  providerId?: string | null;
}
