import { Args, Ctx, Mutation, Resolver } from "type-graphql";
import { ApiScope } from "../../core/api-scopes.ts";
import type { Context } from "../../core/context.ts";
import { Allow, keysWith, ShownOnce, staff } from "../../core/policy.ts";
import { type CreatedMemberToken, createMemberToken } from "./create-member-token.ts";
import { CreateMemberTokenArgs, CreateMemberTokenPayload } from "./member-token.object.ts";
import { rolesOfActing } from "./member-token.policy.ts";

@Resolver()
export class MemberTokenResolver {
  @Allow(staff, keysWith(ApiScope.MEMBERS_ACT), "FRESH_OF_PEOPLE", rolesOfActing)
  @ShownOnce()
  @Mutation(() => CreateMemberTokenPayload, {
    description:
      "A key of the accreditor makes a token with which its server acts for a member, for minutes and within scopes; the member needs no account. What is done with it stands in the audit log as by that key for that member. It ends with the key, with whoever made that, with the member's account, and when the member is merged, erased or deactivated. People cannot make one. Errors: NOT_FOUND, ILLEGAL_TRANSITION, MEMBER_INACTIVE, FORBIDDEN, TOO_MANY_REQUESTS, BAD_INPUT.",
  })
  createMemberToken(
    @Args(() => CreateMemberTokenArgs) input: CreateMemberTokenArgs,
    @Ctx() ctx: Context,
  ): Promise<CreatedMemberToken> {
    return createMemberToken(ctx, input);
  }
}
