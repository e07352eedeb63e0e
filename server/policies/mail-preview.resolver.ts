import { Arg, Ctx, Query, Resolver } from "type-graphql";
import type { Context } from "../core/context.ts";
import { Allow, peopleOnly, staff } from "../core/policy.ts";
import { MailKind } from "../mail/mail.entity.ts";
import { MailPreviewObject } from "./mail-preview.object.ts";
import { previewMail } from "./preview-mail.ts";
import { SettingsInput } from "./settings.input.ts";

@Resolver()
export class MailPreviewResolver {
  @Allow(staff, peopleOnly)
  @Query(() => MailPreviewObject, {
    description: "A mail as it would look with settings that are not in force yet. Errors: BAD_INPUT.",
  })
  mailPreview(
    @Arg("kind", () => MailKind, { description: "What it is about." }) kind: MailKind,
    @Arg("input", () => SettingsInput, { description: "What would be set; what is left out is as it is now." })
    input: SettingsInput,
    @Arg("dark", () => Boolean, { description: "As a program shows it that is set to dark." }) dark: boolean,
    @Ctx() ctx: Context,
  ): Promise<MailPreviewObject> {
    return previewMail(ctx, kind, input, dark);
  }
}
