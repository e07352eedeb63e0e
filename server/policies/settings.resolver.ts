import { Arg, Ctx, FieldResolver, Query, Resolver, Root, registerEnumType } from "type-graphql";
import type { Context } from "../core/context.ts";
import { type HelpAddresses, HelpPurpose, helpFor } from "../core/help.ts";
import { Allow, anyone, everyKey } from "../core/policy.ts";
import { settingsOf } from "./load-settings.ts";
import { logoUrl, SettingsObject } from "./settings.object.ts";

registerEnumType(HelpPurpose, {
  name: "HelpPurpose",
  description: "What somebody needs help with.",
  valuesConfig: {
    GENERAL: { description: "Accounts, numbers, applications, and whatever else." },
    REPORTING: { description: "Attendance: rosters and their errors, deadlines." },
  },
});

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

  @FieldResolver(() => String, {
    nullable: true,
    description: "Whom to write to about something, as an e-mail address. Null: the accreditor names nobody.",
  })
  help(
    @Arg("purpose", () => HelpPurpose, { description: "About what." }) purpose: HelpPurpose,
    @Root() settings: HelpAddresses,
  ): string | null {
    return helpFor(settings, purpose);
  }

  @FieldResolver(() => Boolean, {
    description: "Whether this is a demo for everybody: show that what is typed here can be read by all.",
  })
  publicDemo(@Ctx() ctx: Context): boolean {
    return ctx.config.publicDemo;
  }
}
