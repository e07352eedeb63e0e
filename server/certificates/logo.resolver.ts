import { Arg, Ctx, Int, Mutation, Resolver } from "type-graphql";
import type { Context } from "../core/context.ts";
import { Allow, peopleOnly, staff } from "../core/policy.ts";
import { Upload } from "../core/scalars.ts";
import { StaffRole } from "../core/staff-roles.ts";
import type { UploadedFile } from "../core/uploaded-file.ts";
import { SettingsPageObject, settingsPageOf } from "../policies/settings-page.object.ts";
import { setLogo } from "./set-logo.ts";

@Resolver()
export class LogoResolver {
  @Allow(staff, peopleOnly, "FRESH", [StaffRole.ADMINISTRATOR])
  @Mutation(() => SettingsPageObject, {
    description:
      "Sets the accreditor's logo, a PNG or JPEG of at most 512 KB. Errors: STALE_VERSION, FILE_TOO_LARGE, INVALID_UPLOAD, BAD_INPUT.",
  })
  async uploadLogo(
    @Arg("version", () => Int, { description: "The version of the settings that was read." }) version: number,
    @Arg("file", () => Upload, { description: "The picture." }) file: UploadedFile,
    @Ctx() ctx: Context,
  ): Promise<SettingsPageObject> {
    return settingsPageOf(ctx, await setLogo(ctx, version, file));
  }

  @Allow(staff, peopleOnly, "FRESH", [StaffRole.ADMINISTRATOR])
  @Mutation(() => SettingsPageObject, { description: "Takes the logo away. Errors: STALE_VERSION." })
  async removeLogo(
    @Arg("version", () => Int, { description: "The version of the settings that was read." }) version: number,
    @Ctx() ctx: Context,
  ): Promise<SettingsPageObject> {
    return settingsPageOf(ctx, await setLogo(ctx, version, null));
  }
}
