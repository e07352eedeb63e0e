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

  @FieldResolver(() => Boolean, {
    description: "Whether this is a demo for everybody: show that what is typed here can be read by all.",
  })
  publicDemo(@Ctx() ctx: Context): boolean {
    return ctx.config.publicDemo;
  }
}
