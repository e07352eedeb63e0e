import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { DomainError, ErrorCode } from "../core/errors.ts";
import { storeFile } from "../core/files.ts";
import { forChangeSql } from "../core/locks.ts";
import { assertMay, staff } from "../core/policy.ts";
import { readUpload } from "../core/read-upload.ts";
import { assertVersion } from "../core/transitions.ts";
import type { UploadedFile } from "../core/uploaded-file.ts";
import { loadSettings } from "../policies/load-settings.ts";
import { AccreditorSettings } from "../policies/settings.entity.ts";
import { settingsId } from "../policies/settings-page.object.ts";
import { longestSide, readLogo } from "./pdf/read-logo.ts";

/** Largest picture, in bytes: every certificate from now on carries it. */
const maximumBytes = 512 * 1024;

/**
 * Sets the accreditor's logo, for screens and for certificates from now on, or takes it away. Those already issued stay as they are.
 * It stands here and not with the other settings, since what a logo may be depends on what a certificate can print.
 * @param version of the settings, as the caller read them
 * @param file null: no logo any more
 * @throws STALE_VERSION; FILE_TOO_LARGE; INVALID_UPLOAD; BAD_INPUT for what is no PNG or JPEG of a size that can be printed
 */
export async function setLogo(ctx: Context, version: number, file: UploadedFile | null): Promise<AccreditorSettings> {
  assertMay(ctx, staff, null);
  const logo = file && (await readLogo(await readUpload(file, maximumBytes)));
  if (file && !logo) throw new DomainError(ErrorCode.BAD_INPUT, "certificates.badLogo", { field: "file", longestSide });
  return inTransaction(ctx, async (tx) => {
    await tx.query(`SELECT FROM accreditor_settings ${forChangeSql}`);
    const before = await loadSettings(tx);
    assertVersion("settings", before.version, version);
    const logoFileId = logo && (await storeFile(tx, ctx, logo.mediaType, logo.content, true));
    const printedLogoFileId =
      logo &&
      (logo.printed === logo.content ? logoFileId : await storeFile(tx, ctx, logo.mediaType, logo.printed, true));
    await tx.update(AccreditorSettings, 1, { logoFileId, printedLogoFileId, version: version + 1 });
    await audit(tx, ctx, "settings.set-logo", ["settings", settingsId], {
      before: { logoFileId: before.logoFileId },
      after: { logoFileId },
    });
    return loadSettings(tx);
  });
}
