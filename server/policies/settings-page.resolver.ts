import { Arg, Ctx, FieldResolver, Int, Mutation, Query, Resolver } from "type-graphql";
import type { Context } from "../core/context.ts";
import { Allow, peopleOnly, staff } from "../core/policy.ts";
import { StaffRole } from "../core/staff-roles.ts";
import { addCreditRule } from "./add-credit-rule.ts";
import { CreditRule } from "./credit-rule.entity.ts";
import { CreditRuleInput, CreditRuleObject } from "./credit-rule.object.ts";
import { loadSettings } from "./load-settings.ts";
import type { Policy } from "./policy.entity.ts";
import { listPolicies } from "./policy.queries.ts";
import { SettingsInput } from "./settings.input.ts";
import { CreditRuleChoiceObject, PolicyObject, SettingsPageObject, settingsPageOf } from "./settings-page.object.ts";
import { updateSettings } from "./update-settings.ts";

@Resolver(() => SettingsPageObject)
export class SettingsPageResolver {
  @Allow(staff, peopleOnly)
  @Query(() => SettingsPageObject, { description: "Everything that staff can set." })
  async settingsPage(@Ctx() ctx: Context): Promise<SettingsPageObject> {
    return settingsPageOf(ctx, await loadSettings(ctx.db.manager));
  }

  @Allow(staff, peopleOnly, "FRESH", [StaffRole.ADMINISTRATOR])
  @Mutation(() => SettingsPageObject, {
    description:
      "Changes settings, for what is done from now on. Errors: STALE_VERSION, BAD_INPUT; SECOND_PERSON_REQUIRED, REASON_REQUIRED where it takes two persons.",
  })
  async updateSettings(
    @Arg("version", () => Int, { description: "The version that was read." }) version: number,
    @Arg("input", () => SettingsInput, { description: "What to set." }) input: SettingsInput,
    @Arg("reason", () => String, { nullable: true, description: "Why; needed where it takes two persons." })
    reason: string | null,
    @Ctx() ctx: Context,
  ): Promise<SettingsPageObject> {
    return settingsPageOf(ctx, await updateSettings(ctx, version, input, reason));
  }

  @Allow(staff, peopleOnly)
  @Query(() => [PolicyObject], { description: "Every dated policy with all its rows, the latest first." })
  policyRows(@Ctx() ctx: Context): Promise<Policy[]> {
    return listPolicies(ctx);
  }

  @Allow(staff, peopleOnly)
  @Query(() => [CreditRuleObject], { description: "Every credit rule with all its rows, the latest first." })
  creditRuleRows(@Ctx() ctx: Context): Promise<CreditRule[]> {
    return ctx.db.manager.find(CreditRule, { order: { code: "ASC", startsOn: "DESC" } });
  }

  @Allow(staff, peopleOnly, "FRESH", [StaffRole.ADMINISTRATOR])
  @Mutation(() => CreditRuleObject, {
    description: "Adds a credit rule, or a row to one, from a day to come on. Errors: BAD_INPUT.",
  })
  addCreditRule(
    @Arg("input", () => CreditRuleInput, { description: "The row." }) input: CreditRuleInput,
    @Ctx() ctx: Context,
  ): Promise<CreditRule> {
    return addCreditRule(ctx, input);
  }

  @FieldResolver(() => [CreditRuleChoiceObject], { description: "What creditRuleCode may be." })
  creditRules(@Ctx() ctx: Context): Promise<CreditRuleChoiceObject[]> {
    return ctx.db.query("SELECT DISTINCT ON (code) code, name, unit FROM credit_rule ORDER BY code, starts_on DESC");
  }
}
