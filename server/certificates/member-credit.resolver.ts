import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Resolver, Root } from "type-graphql";
import { ApiScope } from "../core/api-scopes.ts";
import type { Context } from "../core/context.ts";
import { Allow, keysWith, peopleOnly, staff } from "../core/policy.ts";
import { StaffRole } from "../core/staff-roles.ts";
import { MemberObject } from "../members/member.object.ts";
import { canViewMember } from "../members/member.policy.ts";
import type { MemberRow } from "../members/member.queries.ts";
import { certificatesOfFormerName, reissueForName } from "./reissue-for-name.ts";
import { YearCreditsObject } from "./transcript.object.ts";
import { creditsByYear, type YearCredits } from "./transcript.queries.ts";

@Resolver(() => MemberObject)
export class MemberCreditResolver {
  @Allow(canViewMember, keysWith(ApiScope.CERTIFICATES_READ))
  @FieldResolver(() => [YearCreditsObject], { description: "What the member earned in each year, the newest first." })
  creditsByYear(@Root() member: MemberRow, @Ctx() ctx: Context): Promise<YearCredits[]> {
    return creditsByYear(ctx, member.id);
  }

  @Allow(canViewMember, peopleOnly)
  @FieldResolver(() => Int, {
    description: "How many certificates hold and show another name than the member has now.",
  })
  certificatesOfFormerName(@Root() member: MemberRow, @Ctx() ctx: Context): Promise<number> {
    return certificatesOfFormerName(ctx, member.id);
  }

  @Allow(staff, peopleOnly, "FRESH_OF_PEOPLE", [StaffRole.REGISTRAR])
  @Mutation(() => Int, {
    description:
      "Issues every certificate of a member that holds and shows another name anew, by jobs: each supersedes the one before. Answers how many. For staff. Errors: NOT_FOUND, REASON_REQUIRED, ILLEGAL_TRANSITION, NOTHING_CHANGED.",
  })
  reissueForName(
    @Arg("memberId", () => ID, { description: "The member." }) memberId: string,
    @Arg("reason", () => String, { description: "Why; the certificates' pages say it." }) reason: string,
    @Ctx() ctx: Context,
  ): Promise<number> {
    return reissueForName(ctx, memberId, reason);
  }
}
