import { Ctx, Field, FieldResolver, ID, ObjectType, Resolver, Root } from "type-graphql";
import { ApiScope } from "../core/api-scopes.ts";
import type { Context } from "../core/context.ts";
import { defineLoader, groupByKey } from "../core/lists/loaders.ts";
import { Allow, keysWith, ShownTo } from "../core/policy.ts";
import { LocalDate } from "../core/scalars.ts";
import { MemberObject } from "../members/member.object.ts";
import { canViewMember } from "../members/member.policy.ts";
import type { MemberRow } from "../members/member.queries.ts";

@ShownTo(keysWith(ApiScope.CONFERENCES_READ))
@ObjectType("MemberRegistration", {
  description: "A registration for a conference under one of a member's addresses.",
  simpleResolvers: true,
})
class MemberRegistrationObject {
  @Field(() => ID, { description: "Opaque." }) id!: string;
  @Field(() => ID, { description: "The conference." }) programId!: string;
  @Field(() => String, { description: "Its name." }) name!: string;
  @Field(() => LocalDate, { nullable: true, description: "Its first day." }) startsOn!: string | null;
  @Field(() => String, { description: "The address that is registered." }) email!: string;
  @Field(() => Boolean, {
    description:
      "Whether that address is verified, or the member has claimed under it: before, nothing can be claimed by it.",
  })
  verified!: boolean;
  @Field(() => String, { description: "What was booked." }) registrationType!: string;
}

/** The registrations under the addresses of each member's account, verified or not, and those that the member has claimed under, the newest conference first. */
const registrationsOfMember = defineLoader<string, (MemberRegistrationObject & { memberId: string })[]>(
  async (ctx, memberIds) => {
    const rows: (MemberRegistrationObject & { memberId: string })[] = await ctx.db.query(
      `SELECT m.id AS "memberId", r.id, r.program_id AS "programId", p.name, p.starts_on AS "startsOn", r.email,
         coalesce(e.verified_at IS NOT NULL OR r.member_id = m.id, false) AS verified, r.registration_type AS "registrationType"
       FROM (
         SELECT m.id AS member_id, r.id FROM member m JOIN registration r ON r.member_id = m.id WHERE m.id = ANY($1::uuid[])
         UNION SELECT m.id, r.id FROM member m JOIN email_address e ON e.account_id = m.account_id
         JOIN registration r ON r.email = e.address WHERE m.id = ANY($1::uuid[])) of
       JOIN member m ON m.id = of.member_id JOIN registration r ON r.id = of.id JOIN program p ON p.id = r.program_id
       LEFT JOIN email_address e ON e.account_id = m.account_id AND e.address = r.email
       ORDER BY p.starts_on DESC NULLS LAST, r.id`,
      [memberIds],
    );
    return groupByKey(memberIds as string[], rows, (row) => row.memberId);
  },
);

@Resolver(() => MemberObject)
export class MemberRegistrationsResolver {
  @Allow(canViewMember, keysWith(ApiScope.CONFERENCES_READ))
  @FieldResolver(() => [MemberRegistrationObject], {
    description:
      "Conferences for which an address of the member's account is registered, or under which the member has claimed.",
  })
  registrations(@Root() member: MemberRow, @Ctx() ctx: Context): Promise<MemberRegistrationObject[]> {
    return registrationsOfMember(ctx, member.id);
  }
}
