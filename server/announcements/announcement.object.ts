import { ArrayMaxSize, MaxLength } from "class-validator";
import { Field, ID, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { NotBlank, PlainLine, PlainText } from "../core/input-rules.ts";
import { MailStatus } from "../mail/mail.status.ts";
import { AnnouncementStatus } from "./announcement.entity.ts";
import type { AnnouncementRequest, AnnouncementRow, MailCount } from "./announcement.queries.ts";

registerEnumType(AnnouncementStatus, {
  name: "AnnouncementStatus",
  description: "How far the announcement of a program has come.",
  valuesConfig: {
    PROPOSED: { description: "Written; staff decide." },
    DECLINED: { description: "Given back by staff, with a reason." },
    SENDING: { description: "Its mails are being written." },
    STOPPED: { description: "Stopped by staff: nothing more goes out until they let it go on." },
    SENT: { description: "Everybody of its audience has a mail, which may still wait to be sent." },
  },
});

@InputType({ description: "What an announcement says, and to whom." })
export class AnnouncementInput {
  @Field(() => String, { description: "Subject line." })
  @MaxLength(200)
  @NotBlank()
  @PlainLine()
  subject!: string;
  @Field(() => String, { description: "What it says, with an empty line between paragraphs." })
  @MaxLength(10_000)
  @NotBlank()
  @PlainText()
  text!: string;
  @Field(() => [String], { nullable: true, description: "To members of these roles; none: of any." })
  @ArrayMaxSize(50)
  @MaxLength(100, { each: true })
  @PlainLine({ each: true })
  roles?: string[] | null;
  @Field(() => [String], { nullable: true, description: "To members in these states; none: in any." })
  @ArrayMaxSize(100)
  @MaxLength(100, { each: true })
  @PlainLine({ each: true })
  states?: string[] | null;
}

@ObjectType("AnnouncementMails", {
  description: "How many mails of an announcement are how far.",
  simpleResolvers: true,
})
export class AnnouncementMailsObject implements MailCount {
  @Field(() => MailStatus, { description: "How far." }) status!: MailStatus;
  @Field(() => Int, { description: "How many." }) count!: number;
}

@ObjectType("AnnouncementPreview", { description: "What a reader gets.", simpleResolvers: true })
export class AnnouncementPreviewObject {
  @Field(() => String, { description: "Subject line." }) subject!: string;
  @Field(() => String, { description: "The whole text." }) text!: string;
}

@ObjectType("Announcement", {
  description: "The mail by which a program is made known to the members.",
  simpleResolvers: true,
})
export class AnnouncementObject implements AnnouncementRow {
  @Field(() => ID, { description: "Opaque." }) id!: string;
  programId!: string;
  provider!: string;
  @Field(() => AnnouncementStatus, { description: "How far it has come." }) status!: AnnouncementStatus;
  @Field(() => String, { description: "Subject line." }) subject!: string;
  @Field(() => String, { description: "What it says." }) text!: string;
  @Field(() => [String], { description: "To members of these roles, in lower case; none: of any." }) roles!: string[];
  @Field(() => [String], { description: "To members in these states, in lower case; none: in any." }) states!: string[];
  @Field(() => String, { nullable: true, description: "Why staff declined it." }) reason!: string | null;
}

@ObjectType("AnnouncementRequest", {
  description: "A program whose announcement waits for staff, or is under way.",
  simpleResolvers: true,
})
export class AnnouncementRequestObject implements AnnouncementRequest {
  @Field(() => ID, { description: "The program." }) programId!: string;
  @Field(() => String, { description: "Its number." }) number!: string;
  @Field(() => String, { description: "Its name." }) name!: string;
  @Field(() => String, { description: "Its provider." }) provider!: string;
  @Field(() => AnnouncementStatus, {
    nullable: true,
    description: "Null: asked for in the application, and not written yet.",
  })
  status!: AnnouncementStatus | null;
}
