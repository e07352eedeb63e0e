import { toBuffer } from "qrcode";
import { type Mail, MailKind } from "./mail.entity.ts";
import type { InlinePicture } from "./outgoing-mail.ts";

/** By what a mail's page names the picture of its reader's badge. */
export const badgeContentId = "badge";

/** Four groups of four, as badges have them. */
const printedBadge = /\b[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}\b/;

/**
 * The number of its reader's badge, as it is printed; null: it is no such mail, or has none. It stands in the paragraph before the signature, which
 * is for the reader alone: what a provider wrote stands above it.
 */
export function badgeIn({ kind, text }: Pick<Mail, "kind" | "text">): string | null {
  if (kind !== MailKind.ATTENDEE_KIT) return null;
  const closing = text.trim().split("\n\n").at(-2) ?? "";
  return printedBadge.exec(closing)?.[0] ?? null;
}

/** The badge as a QR code, of the number alone, as at the attendee's page and on the printed sheet: doors scan all three alike. */
export async function badgePicture(badge: string): Promise<InlinePicture> {
  const content = await toBuffer(badge.replaceAll("-", ""), { errorCorrectionLevel: "M", margin: 4, scale: 8 });
  return { contentId: badgeContentId, mediaType: "image/png", content };
}
