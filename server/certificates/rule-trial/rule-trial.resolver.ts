import { Arg, Args, Ctx, FieldResolver, Query, Resolver, Root } from "type-graphql";
import type { Context } from "../../core/context.ts";
import type { OrderingOf } from "../../core/lists/define-list.ts";
import { orderByDescription } from "../../core/lists/order.ts";
import { type Connection, PageArgs } from "../../core/lists/page.ts";
import { Allow, administrator, peopleOnly } from "../../core/policy.ts";
import {
  type CreditDifference,
  CreditDifferenceConnection,
  CreditRuleTrialInput,
  CreditRuleTrialObject,
  type TrialTotal,
  TrialTotalObject,
} from "./rule-trial.object.ts";
import { differenceList, trialTotals } from "./try-credit-rule.ts";

@Resolver(() => CreditRuleTrialObject)
export class RuleTrialResolver {
  @Allow(administrator, peopleOnly)
  @Query(() => CreditRuleTrialObject, {
    description:
      "Tries a credit rule on history before it starts: which programs, sessions and certificates would have other credit if it had been in force. What was set by hand stays as it is. Nothing is written. Errors: BAD_INPUT.",
  })
  tryCreditRule(
    @Arg("trial", () => CreditRuleTrialInput, { description: "The rule, and the days." }) trial: CreditRuleTrialInput,
  ): CreditRuleTrialObject {
    return Object.assign(new CreditRuleTrialObject(), { trial });
  }

  @FieldResolver(() => [TrialTotalObject], {
    description:
      "How many would differ, and by how much: of programs, sessions and certificates, of each kind of credit.",
  })
  totals(@Root() { trial }: CreditRuleTrialObject, @Ctx() ctx: Context): Promise<TrialTotal[]> {
    return trialTotals(ctx, trial);
  }

  @FieldResolver(() => CreditDifferenceConnection, {
    description: "Those that would differ, the largest difference first by default.",
  })
  differences(
    @Root() { trial }: CreditRuleTrialObject,
    @Arg("orderBy", () => [differenceList.Order], { nullable: true, description: orderByDescription })
    orderBy: OrderingOf<typeof differenceList>[] | null,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() ctx: Context,
  ): Promise<Connection<CreditDifference>> {
    return differenceList.page(ctx, trial, orderBy, page);
  }
}
