import { ArrayMaxSize, ArrayMinSize, ArrayUnique, Max, MaxLength, Min } from "class-validator";
import { ArgsType, Field, Int, ObjectType, registerEnumType } from "type-graphql";
import { ApiScope } from "../../core/api-scopes.ts";
import { NotBlank, PlainLine } from "../../core/input-rules.ts";
import { MemberScope } from "../../core/member-scopes.ts";
import { keysWith, ShownTo } from "../../core/policy.ts";
import { DateTime } from "../../core/scalars.ts";
import { type CreatedMemberToken, longestMinutes, type NewMemberToken } from "./create-member-token.ts";

registerEnumType(MemberScope, {
  name: "MemberScope",
  description: "What a program may do that acts for a member. A scope adds no right to what the member has.",
  valuesConfig: {
    CONFERENCES: { description: "See the conferences that the member can claim, and what they have chosen." },
    CLAIMS: {
      description: "Choose the sessions that the member attended, and with CERTIFICATES issue the certificate of them.",
    },
    CERTIFICATES: { description: "See the member's certificates, and fetch their files." },
    TRANSCRIPT: { description: "See the member's transcript, and fetch it as a file." },
  },
});

@ShownTo(keysWith(ApiScope.MEMBERS_ACT))
@ObjectType({ description: "A token that acts for a member, shown this once.", simpleResolvers: true })
export class CreateMemberTokenPayload implements CreatedMemberToken {
  @Field(() => String, { description: "For `Authorization: Bearer`. It is not shown again." }) token!: string;
  @Field(() => DateTime, { description: "When it runs out: with its key, if that is sooner." }) expiresAt!: Date;
  @Field(() => [MemberScope], { description: "What it is for." }) scopes!: MemberScope[];
}

@ArgsType()
export class CreateMemberTokenArgs implements NewMemberToken {
  @Field(() => String, { description: "The member ID of whom it acts for; also a former one." })
  @NotBlank()
  @PlainLine()
  @MaxLength(50)
  memberNumber!: string;
  @Field(() => [MemberScope], { description: "What it is for." })
  @ArrayMinSize(1)
  @ArrayMaxSize(20)
  @ArrayUnique()
  scopes!: MemberScope[];
  @Field(() => Int, { description: "Minutes until it runs out, at most 60." })
  @Min(1)
  @Max(longestMinutes)
  expiresInMinutes: number = longestMinutes;
}
