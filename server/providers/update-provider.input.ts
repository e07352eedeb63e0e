import { IsEmail, MaxLength, ValidateIf } from "class-validator";
import { Field, InputType } from "type-graphql";
import { NotBlank, NoWebAddress, PlainLine, PrintedLine, PrintedText, WebAddress } from "../core/input-rules.ts";

@InputType({ description: "What a provider says of itself: the whole of it, as it is to be." })
export class ProviderProfileInput {
  @Field(() => String, {
    description: "Name of the organisation, as certificates show it from now on: no web address.",
  })
  @NotBlank()
  @PrintedLine()
  @NoWebAddress()
  @MaxLength(300)
  name!: string;
  @Field(() => String, {
    defaultValue: "",
    description: "Postal address, of several lines. Certificates show it where the accreditor has set so.",
  })
  @PrintedText()
  // What fits on a certificate.
  @MaxLength(500)
  address!: string;
  @Field(() => String, { defaultValue: "", description: "Whom to ask there." })
  @PrintedLine()
  @MaxLength(200)
  contactName!: string;
  @Field(() => String, { defaultValue: "", description: "Their e-mail address." })
  @ValidateIf((given: ProviderProfileInput) => given.contactEmail.trim() !== "")
  @MaxLength(254)
  @IsEmail()
  contactEmail!: string;
  @Field(() => String, { defaultValue: "", description: "Http or https address of its page." })
  @MaxLength(2_000)
  @PlainLine()
  @WebAddress()
  webPage!: string;
}
