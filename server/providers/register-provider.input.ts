import { MaxLength } from "class-validator";
import { Field, InputType } from "type-graphql";
import { NotBlank, NoWebAddress, PlainText, PrintedLine } from "../core/input-rules.ts";

@InputType({ description: "An organisation that will submit programs, and the account of its first contact." })
export class RegisterProviderInput {
  @Field(() => String, { description: "Gets a mail with a code, and becomes the primary address." })
  @MaxLength(254)
  email!: string;
  @Field(() => String, { description: "At least 10 characters, at most 128." })
  @MaxLength(1_000)
  password!: string;
  @Field(() => String, { description: "Name of the organisation, as certificates show it: no web address." })
  @NotBlank()
  @PrintedLine()
  @NoWebAddress()
  @MaxLength(300)
  organization!: string;
  @Field(() => String, { nullable: true, description: "Postal address." })
  @PlainText()
  @MaxLength(1_000)
  address?: string | null;
  @Field(() => String, { description: "Who registers the organisation." })
  @NotBlank()
  @PrintedLine()
  @MaxLength(200)
  contactName!: string;
}
