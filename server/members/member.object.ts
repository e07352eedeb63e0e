import { MaxLength } from "class-validator";
import { Field, ID, InputType, ObjectType, registerEnumType } from "type-graphql";
import { ApiScope } from "../core/api-scopes.ts";
import { PlainLine } from "../core/input-rules.ts";
import { changedSinceDescription } from "../core/lists/changes.ts";
import { connectionOf } from "../core/lists/page.ts";
import { NodeObject } from "../core/node.ts";
import { Allow, keysWith, ShownTo } from "../core/policy.ts";
import { DateTime, LocalDate } from "../core/scalars.ts";
import { Membership } from "./member.entity.ts";
import { canViewMember, canViewMemberListing } from "./member.policy.ts";
import type { MemberConditions, MemberRow } from "./member.queries.ts";

registerEnumType(Membership, {
  name: "Membership",
  description: "What kind of member somebody is.",
  valuesConfig: {
    MEMBER: { description: "A paying member of the association." },
    GUEST: { description: "Has a free account, to hold credit." },
  },
});

@ShownTo(
  keysWith(
    ApiScope.MEMBERS_READ,
    ApiScope.ATTENDANCE_READ,
    ApiScope.ATTENDANCE_WRITE,
    ApiScope.CONFERENCES_READ,
    ApiScope.CONFERENCES_WRITE,
  ),
)
@ObjectType("Member", { implements: NodeObject, description: "A person who can hold credit." })
export class MemberObject implements Omit<MemberRow, "email" | "mergedIntoId"> {
  @Field(() => ID, { description: "Opaque." }) id!: string;
  @Field(() => String, { description: "The number that rosters name: 100100." }) memberNumber!: string;
  @Field(() => String, { description: "Given names; empty for who has a family name only." }) firstName!: string;
  @Field(() => String, { description: "Family name; empty for who has one name only." }) lastName!: string;
  @Field(() => String, { nullable: true, description: "What stands behind the name: Jr., III." })
  suffix!: string | null;
  @Field(() => String, { description: "The whole name, as certificates show it." }) name!: string;
  @Field(() => Membership, { description: "Member or guest." }) membership!: Membership;
  @Allow(canViewMemberListing, keysWith(ApiScope.MEMBERS_READ))
  @Field(() => String, { nullable: true, description: "What the person does, such as Practitioner." })
  role!: string | null;
  @Allow(canViewMemberListing, keysWith(ApiScope.MEMBERS_READ))
  @Field(() => String, { nullable: true, description: "City." })
  city!: string | null;
  @Allow(canViewMemberListing, keysWith(ApiScope.MEMBERS_READ))
  @Field(() => String, { nullable: true, description: "State." })
  state!: string | null;
  @Allow(canViewMemberListing, keysWith(ApiScope.MEMBERS_READ))
  @Field(() => String, { nullable: true, description: "Zip code." })
  zip!: string | null;
  @Allow(canViewMemberListing, keysWith(ApiScope.MEMBERS_READ))
  @Field(() => String, { nullable: true, description: "County." })
  county!: string | null;
  @Allow(canViewMemberListing, keysWith(ApiScope.MEMBERS_READ))
  @Field(() => Boolean, { description: "Whether the member may earn credit now." })
  active!: boolean;
  @Allow(canViewMember, keysWith(ApiScope.MEMBERS_READ))
  @Field(() => String, { nullable: true, description: "Telephone number." })
  phone!: string | null;
  @Allow(canViewMember, keysWith(ApiScope.MEMBERS_READ))
  @Field(() => LocalDate, { nullable: true, description: "Since when of the association." })
  memberSince!: string | null;
  @Allow(canViewMember, keysWith(ApiScope.MEMBERS_READ))
  @Field(() => LocalDate, { nullable: true, description: "The last day of the membership." })
  memberUntil!: string | null;
  @Allow(canViewMember, keysWith(ApiScope.MEMBERS_READ))
  @Field(() => DateTime, {
    nullable: true,
    description: "Since when nothing says any more who this was; null: it does.",
  })
  erasedAt!: Date | null;
  @Allow(canViewMemberListing, keysWith(ApiScope.MEMBERS_READ))
  @Field(() => DateTime, {
    description: "When the member last changed: name, number, membership, addresses, whether active, merged or erased.",
  })
  changedAt!: Date;
}

export const MemberConnection = connectionOf("Member", () => MemberObject);

@InputType({
  description: "Which members: all conditions must hold, and one must have two letters, or be `changedSince`.",
})
export class MemberFilter implements MemberConditions {
  @Field(() => String, { nullable: true, description: "The whole number." })
  @PlainLine()
  @MaxLength(100)
  memberNumber?: string | null;
  @Field(() => String, { nullable: true, description: "How the given names begin; case and accents don't matter." })
  @PlainLine()
  @MaxLength(100)
  firstName?: string | null;
  @Field(() => String, { nullable: true, description: "How the family name begins; case and accents don't matter." })
  @PlainLine()
  @MaxLength(100)
  lastName?: string | null;
  @Field(() => String, { nullable: true, description: "For staff a part of the address, for providers the whole." })
  @PlainLine()
  @MaxLength(254)
  email?: string | null;
  @Field(() => String, { nullable: true, description: "How the city begins." })
  @PlainLine()
  @MaxLength(100)
  city?: string | null;
  @Field(() => String, { nullable: true, description: "How the state begins." })
  @PlainLine()
  @MaxLength(100)
  state?: string | null;
  @Field(() => String, { nullable: true, description: "How the zip code begins." })
  @PlainLine()
  @MaxLength(100)
  zip?: string | null;
  @Field(() => String, { nullable: true, description: "How the county begins." })
  @PlainLine()
  @MaxLength(100)
  county?: string | null;
  @Field(() => String, { nullable: true, description: "How the role begins." })
  @PlainLine()
  @MaxLength(100)
  role?: string | null;
  @Field(() => DateTime, {
    nullable: true,
    description: `For the accreditor alone. ${changedSinceDescription} Members who were merged or erased are among them.`,
  })
  changedSince?: Date | null;
}
