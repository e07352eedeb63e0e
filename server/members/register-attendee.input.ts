import { MaxLength } from "class-validator";
import { Field, InputType } from "type-graphql";
import { NamedPerson } from "./member.input.ts";

@InputType({ description: "A free guest account, to hold credit." })
export class RegisterAttendeeInput extends NamedPerson {
  @Field(() => String, { description: "Gets a mail with a code, and becomes the primary address." })
  @MaxLength(254)
  email!: string;
  @Field(() => String, { description: "At least 10 characters, at most 128." })
  @MaxLength(1_000)
  password!: string;
}
