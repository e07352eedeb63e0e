import { Args, Ctx, Query, Resolver } from "type-graphql";
import type { Context } from "../core/context.ts";
import { Allow, peopleOnly, signedIn } from "../core/policy.ts";
import { AwardTotalsObject, ChosenArgs } from "./award-totals.object.ts";
import { type AwardTotals, attendanceTotals, certificateTotals } from "./award-totals.queries.ts";

@Resolver()
export class AwardTotalsResolver {
  @Allow(signedIn, peopleOnly)
  @Query(() => AwardTotalsObject, {
    description: "What the chosen of the certificates that the viewer may see come to: those that hold.",
  })
  certificateTotals(@Args(() => ChosenArgs) { ids }: ChosenArgs, @Ctx() ctx: Context): Promise<AwardTotals> {
    return certificateTotals(ctx, ids);
  }

  @Allow(signedIn, peopleOnly)
  @Query(() => AwardTotalsObject, {
    description: "What the chosen of the attendance that the viewer may see comes to: what was not taken back.",
  })
  attendanceTotals(@Args(() => ChosenArgs) { ids }: ChosenArgs, @Ctx() ctx: Context): Promise<AwardTotals> {
    return attendanceTotals(ctx, ids);
  }
}
