import { Ctx, FieldResolver, Query, Resolver } from "type-graphql";
import type { Context } from "../core/context.ts";
import { Allow, anyone, everyKey } from "../core/policy.ts";
import { settingsOf } from "./load-settings.ts";
import { logoUrl, SettingsObject } from "./settings.object.ts";

@Resolver(() => SettingsObject)
export class SettingsResolver {
  @Allow(anyone, everyKey)
  @Query(() => SettingsObject, { description: "What the accreditor has set: for sign-in pages and forms." })
  async settings(@Ctx() ctx: Context): Promise<SettingsObject> {
    const settings = await settingsOf(ctx);
    return { ...settings, logoUrl: logoUrl(ctx, settings) };
  }

  @FieldResolver(() => String, {
    nullable: true,
    description:
      "Whom people may also sign in with, at `/sso/start`: what stands on the button. Null: there is nobody.",
  })
  singleSignOn(@Ctx() ctx: Context): string | null {
    return ctx.config.singleSignOn?.name ?? null;
  }
}
