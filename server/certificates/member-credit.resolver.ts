import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { ApiScope } from "../core/api-scopes.ts";
import type { Context } from "../core/context.ts";
import { Allow, keysWith } from "../core/policy.ts";
import { MemberObject } from "../members/member.object.ts";
import { canViewMember } from "../members/member.policy.ts";
import type { MemberRow } from "../members/member.queries.ts";
import { YearCreditsObject } from "./transcript.object.ts";
import { creditsByYear, type YearCredits } from "./transcript.queries.ts";

@Resolver(() => MemberObject)
export class MemberCreditResolver {
  @Allow(canViewMember, keysWith(ApiScope.CERTIFICATES_READ))
  @FieldResolver(() => [YearCreditsObject], { description: "What the member earned in each year, the newest first." })
  creditsByYear(@Root() member: MemberRow, @Ctx() ctx: Context): Promise<YearCredits[]> {
    return creditsByYear(ctx, member.id);
  }
}
