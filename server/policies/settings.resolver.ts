import { Ctx, Query, Resolver } from "type-graphql";
import type { Context } from "../core/context.ts";
import { Allow, anyone } from "../core/policy.ts";
import { settingsOf } from "./load-settings.ts";
import type { AccreditorSettings } from "./settings.entity.ts";
import { SettingsObject } from "./settings.object.ts";

@Resolver()
export class SettingsResolver {
  @Allow(anyone)
  @Query(() => SettingsObject, { description: "What the accreditor has set: for sign-in pages and forms." })
  settings(@Ctx() ctx: Context): Promise<AccreditorSettings> {
    return settingsOf(ctx);
  }
}
