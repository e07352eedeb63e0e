import { Ctx, Query, Resolver } from "type-graphql";
import type { Context } from "../core/context.ts";
import { Allow, anyone } from "../core/policy.ts";
import { settingsOf } from "./load-settings.ts";
import { logoUrl, SettingsObject } from "./settings.object.ts";

@Resolver()
export class SettingsResolver {
  @Allow(anyone)
  @Query(() => SettingsObject, { description: "What the accreditor has set: for sign-in pages and forms." })
  async settings(@Ctx() ctx: Context): Promise<SettingsObject> {
    const settings = await settingsOf(ctx);
    return { ...settings, logoUrl: logoUrl(ctx, settings) };
  }
}
