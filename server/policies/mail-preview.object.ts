import { Field, ObjectType } from "type-graphql";

@ObjectType("MailPreview", {
  description: "A mail as it would look, with sample data: it is sent to nobody.",
  simpleResolvers: true,
})
export class MailPreviewObject {
  @Field(() => String, { description: "Whose it is: name and address." }) from!: string;
  @Field(() => String, { description: "Subject line." }) subject!: string;
  @Field(() => String, { description: "The part for programs that show plain text." }) text!: string;
  @Field(() => String, {
    description:
      "The part that is a page: its styles stand in one sheet, so that a page that shows it can let that sheet alone in.",
  })
  html!: string;
}
