import { Field, ID, ObjectType } from "type-graphql";
import { ApiScope } from "../core/api-scopes.ts";
import { keysWith, ShownTo } from "../core/policy.ts";
import { DateTime } from "../core/scalars.ts";
import { SuppressionReason } from "../mail/mail.entity.ts";

@ShownTo(keysWith(ApiScope.MEMBERS_READ))
@ObjectType("MemberEmailAddress", { description: "An e-mail address of a member's account.", simpleResolvers: true })
export class MemberEmailAddressObject {
  @Field(() => ID, { description: "Opaque." }) id!: string;
  @Field(() => String, { description: "The address." }) address!: string;
  @Field(() => Boolean, { description: "Whether mail goes here first." }) isPrimary!: boolean;
  @Field(() => DateTime, { nullable: true, description: "Null: not verified yet." }) verifiedAt!: Date | null;
  @Field(() => DateTime, { nullable: true, description: "When a mail to it last failed for good." })
  lastFailedAt!: Date | null;
  @Field(() => SuppressionReason, { nullable: true, description: "Why no mail goes to it now; null: mail does." })
  suppressedFor!: SuppressionReason | null;
  @Field(() => DateTime, { nullable: true, description: "Since when no mail goes to it." })
  suppressedSince!: Date | null;
}

@ObjectType("MemberAccount", { description: "The account that a member signs in with.", simpleResolvers: true })
export class MemberAccountObject {
  @Field(() => ID, { description: "Opaque." }) id!: string;
  @Field(() => DateTime, {
    nullable: true,
    description: "Since when sign-ins ask for a second factor; null: they don't.",
  })
  secondFactorSince!: Date | null;
}
