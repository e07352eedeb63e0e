import { IsEnum, MaxLength, ValidateIf } from "class-validator";
import { Field, InputType } from "type-graphql";
import { EventDay, PlainLine, PrintedLine } from "../core/input-rules.ts";
import { LocalDate } from "../core/scalars.ts";
import { Membership } from "./member.entity.ts";

/** What somebody may say of themselves, in whichever form. */
@InputType()
abstract class PersonFacts {
  @Field(() => String, { nullable: true, description: "What the person does, such as Practitioner." })
  @PlainLine()
  @MaxLength(100)
  role?: string | null;
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
  @Field(() => String, {
    nullable: true,
    description:
      "The name as certificates are to show it, such as with the family name first: the words of the name in another order. Empty: as it stands.",
  })
  @PrintedLine()
  @MaxLength(250)
  printedName?: string | null;
}

@InputType({
  description:
    "What a member says about where and how to be reached. What is left out stays, what is empty is taken away.",
})
export class ProfileInput extends PersonFacts {
  @Field(() => String, { nullable: true, description: "Telephone number." })
  @PlainLine()
  @MaxLength(50)
  phone?: string | null;
}

/** With who somebody is. */
@InputType()
export abstract class NamedPerson extends PersonFacts {
  @Field(() => String, {
    nullable: true,
    description: "Given names, as certificates show them; one of both names is enough.",
  })
  @PrintedLine()
  @MaxLength(100)
  firstName?: string | null;
  @Field(() => String, {
    nullable: true,
    description: "Family name, as certificates show it; one of both names is enough.",
  })
  @PrintedLine()
  @MaxLength(100)
  lastName?: string | null;
  @Field(() => String, { nullable: true, description: "What stands behind the name: Jr., III." })
  @PrintedLine()
  @MaxLength(20)
  suffix?: string | null;
}

@InputType({ description: "What staff know of a member. What is left out stays, what is empty is taken away." })
export class MemberInput extends NamedPerson implements ProfileInput {
  @Field(() => String, { nullable: true, description: "Telephone number." })
  @PlainLine()
  @MaxLength(50)
  phone?: string | null;
  @Field(() => Membership, { nullable: true, description: "Member or guest." })
  @ValidateIf((_, value) => value != null)
  @IsEnum(Membership)
  membership?: Membership | null;
  @Field(() => Boolean, { nullable: true, description: "Whether the member may earn credit." })
  active?: boolean | null;
  @Field(() => LocalDate, { nullable: true, description: "Since when of the association." })
  @ValidateIf((_, value) => value != null)
  @EventDay()
  memberSince?: string | null;
  @Field(() => LocalDate, { nullable: true, description: "The last day of the membership." })
  @ValidateIf((_, value) => value != null)
  @EventDay()
  memberUntil?: string | null;
}

@InputType({ description: "Another name that a member asks for." })
export class NameInput {
  @Field(() => String, { nullable: true, description: "Given names; one of both is enough." })
  @PrintedLine()
  @MaxLength(100)
  firstName?: string | null;
  @Field(() => String, { nullable: true, description: "Family name; one of both is enough." })
  @PrintedLine()
  @MaxLength(100)
  lastName?: string | null;
  @Field(() => String, { nullable: true, description: "What stands behind the name: Jr., III." })
  @PrintedLine()
  @MaxLength(20)
  suffix?: string | null;
}
