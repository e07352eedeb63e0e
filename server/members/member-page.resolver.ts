import { Arg, Ctx, FieldResolver, ID, Query, Resolver, Root } from "type-graphql";
import { ApiScope } from "../core/api-scopes.ts";
import type { Context } from "../core/context.ts";
import { Allow, keysWith, peopleOnly, signedIn } from "../core/policy.ts";
import { MemberObject } from "./member.object.ts";
import { canViewMember } from "./member.policy.ts";
import type { MemberRow } from "./member.queries.ts";
import { MemberAccountObject, MemberEmailAddressObject } from "./member-page.object.ts";
import {
  accountOfMember,
  emailAddressesOfMember,
  findMember,
  type MemberAccount,
  type MemberEmailAddress,
} from "./member-page.queries.ts";

@Resolver(() => MemberObject)
export class MemberPageResolver {
  @Allow(signedIn, keysWith(ApiScope.MEMBERS_READ))
  @Query(() => MemberObject, {
    nullable: true,
    description:
      "One member, for staff and the member; null where it is missing or not the viewer's to see. No search, and in no limit of searches. Errors: BAD_INPUT.",
  })
  member(
    @Arg("id", () => ID, { nullable: true, description: "The member; this or the number." }) id: string | null,
    @Arg("number", () => String, {
      nullable: true,
      description: "The whole number, or one that the member had before members were merged.",
    })
    number: string | null,
    @Ctx() ctx: Context,
  ): Promise<MemberRow | null> {
    return findMember(ctx, { id, number });
  }

  @Allow(canViewMember, keysWith(ApiScope.MEMBERS_READ))
  @FieldResolver(() => [MemberEmailAddressObject], { description: "The addresses of its account, the primary first." })
  emailAddresses(@Root() member: MemberRow, @Ctx() ctx: Context): Promise<MemberEmailAddress[]> {
    return emailAddressesOfMember(ctx, member.id);
  }

  @Allow(canViewMember, peopleOnly)
  @FieldResolver(() => MemberAccountObject, {
    nullable: true,
    description: "The account that the member signs in with; null: there is none yet.",
  })
  account(@Root() member: MemberRow, @Ctx() ctx: Context): Promise<MemberAccount | null> {
    return accountOfMember(ctx, member.id);
  }
}
