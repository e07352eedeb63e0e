import { MaxLength } from "class-validator";
import { Field, InputType } from "type-graphql";
import { PlainLine, PrintedLine } from "../core/input-rules.ts";

@InputType({ description: "A free guest account, to hold credit." })
export class RegisterAttendeeInput {
  @Field(() => String, { description: "Gets a mail with a code, and becomes the primary address." })
  @MaxLength(254)
  email!: string;
  @Field(() => String, { description: "At least 10 characters, at most 128." })
  @MaxLength(1_000)
  password!: string;
  @Field(() => String, {
    nullable: true,
    description: "Given names, as certificates show them; one of both is enough.",
  })
  @PrintedLine()
  @MaxLength(100)
  firstName?: string | null;
  @Field(() => String, { nullable: true, description: "Family name, as certificates show it; one of both is enough." })
  @PrintedLine()
  @MaxLength(100)
  lastName?: string | null;
  @Field(() => String, { nullable: true, description: "What stands behind the name: Jr., III." })
  @PrintedLine()
  @MaxLength(20)
  suffix?: string | null;
  @Field(() => String, {
    nullable: true,
    description:
      "The name as certificates are to show it, such as with the family name first: the same words in another order.",
  })
  @PrintedLine()
  @MaxLength(250)
  printedName?: string | null;
  @Field(() => String, { nullable: true, description: "City." })
  @PlainLine()
  @MaxLength(100)
  city?: string | null;
  @Field(() => String, { nullable: true, description: "State." })
  @PlainLine()
  @MaxLength(100)
  state?: string | null;
  @Field(() => String, { nullable: true, description: "Zip code." })
  @PlainLine()
  @MaxLength(20)
  zip?: string | null;
  @Field(() => String, { nullable: true, description: "County." })
  @PlainLine()
  @MaxLength(100)
  county?: string | null;
  @Field(() => String, { nullable: true, description: "What the person does, such as Practitioner." })
  @PlainLine()
  @MaxLength(100)
  role?: string | null;
}
