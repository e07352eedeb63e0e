import { MaxLength } from "class-validator";
import { Field, InputType, Int, ObjectType } from "type-graphql";
import { NotBlank, PlainLine, PlainText } from "../core/input-rules.ts";
import { DateTime } from "../core/scalars.ts";
import type { KitMails, KitText } from "./kit.queries.ts";

@ObjectType("KitText", { description: "What attendees read, filled in.", simpleResolvers: true })
export class KitTextObject implements KitText {
  @Field(() => String, { description: "Subject line of the mail." }) mailSubject!: string;
  @Field(() => String, { description: "The mail." }) mailText!: string;
  @Field(() => String, { description: "How to get a number." }) instructions!: string;
}

@ObjectType("ProgramKit", {
  description:
    "What the provider of an approved program hands to its attendees. Its files are `/programs/ID/kit/mail.txt`, `instructions.txt`, `instructions.pdf`, `flyer.pdf` and `roster.csv`.",
  simpleResolvers: true,
})
export class ProgramKitObject implements KitText, KitMails {
  @Field(() => String, { description: "Subject line of the drafted mail." }) mailSubject!: string;
  @Field(() => String, { description: "The drafted mail." }) mailText!: string;
  @Field(() => String, { description: "How to get a number." }) instructions!: string;
  @Field(() => String, { nullable: true, description: "Its public page; null: it is not on the calendar." })
  calendarUrl!: string | null;
  @Field(() => Int, { description: "How many are registered and have no mail of it." }) waiting!: number;
  @Field(() => Int, { description: "How many such mails are written." }) written!: number;
  @Field(() => Boolean, { description: "Whether the viewer may send it to the registered." }) maySend!: boolean;
}

@InputType({ description: "What attendees read, with blanks." })
export class KitWordsInput implements KitText {
  @Field(() => String, { description: "Subject line of the mail, with the blanks that `KitWords.blanks` lists." })
  @MaxLength(200)
  @NotBlank()
  @PlainLine()
  mailSubject!: string;
  @Field(() => String, {
    description: "The mail, with such blanks. A line with a blank that has no value is left out.",
  })
  @MaxLength(10_000)
  @NotBlank()
  @PlainText()
  mailText!: string;
  @Field(() => String, { description: "How to get a number, with such blanks." })
  @MaxLength(10_000)
  @NotBlank()
  @PlainText()
  instructions!: string;
}

@ObjectType("KitWords", {
  description: "What attendees read, with blanks, in one language.",
  simpleResolvers: true,
})
export class KitWordsObject implements KitText {
  @Field(() => String, { description: "BCP 47 tag." }) language!: string;
  @Field(() => String, { description: "Subject line of the mail, with the blanks that `KitWords.blanks` lists." })
  mailSubject!: string;
  @Field(() => String, { description: "The mail, with such blanks." }) mailText!: string;
  @Field(() => String, { description: "How to get a number, with such blanks." }) instructions!: string;
  @Field(() => DateTime, {
    nullable: true,
    description: "When staff changed it; null: it is what comes with Accrue.",
  })
  changedAt!: Date | null;
}
