import { Arg, Ctx, FieldResolver, Int, Mutation, Query, Resolver } from "type-graphql";
import type { Context } from "../core/context.ts";
import { Allow, staff } from "../core/policy.ts";
import { loadSettings } from "./load-settings.ts";
import { SettingsInput } from "./settings.input.ts";
import { CreditRuleChoiceObject, SettingsPageObject } from "./settings-page.object.ts";
import { settingsId, updateSettings } from "./update-settings.ts";

@Resolver(() => SettingsPageObject)
export class SettingsPageResolver {
  @Allow(staff)
  @Query(() => SettingsPageObject, { description: "Everything that staff can set." })
  async settingsPage(@Ctx() ctx: Context): Promise<SettingsPageObject> {
    return { ...(await loadSettings(ctx.db.manager)), subjectId: settingsId };
  }

  @Allow(staff)
  @Mutation(() => SettingsPageObject, {
    description: "Changes settings, for what is done from now on. Errors: STALE_VERSION, BAD_INPUT.",
  })
  async updateSettings(
    @Arg("version", () => Int, { description: "The version that was read." }) version: number,
    @Arg("input", () => SettingsInput, { description: "What to set." }) input: SettingsInput,
    @Ctx() ctx: Context,
  ): Promise<SettingsPageObject> {
    return { ...(await updateSettings(ctx, version, input)), subjectId: settingsId };
  }

  @FieldResolver(() => [CreditRuleChoiceObject], { description: "What creditRuleCode may be." })
  creditRules(@Ctx() ctx: Context): Promise<CreditRuleChoiceObject[]> {
    return ctx.db.query("SELECT DISTINCT ON (code) code, name, unit FROM credit_rule ORDER BY code, starts_on DESC");
  }
}
