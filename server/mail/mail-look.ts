import type { EntityManager } from "typeorm";
import type { Colour } from "../core/contrast.ts";

/** Whose a mail looks, beside its words. */
export interface MailLook {
  accreditor: string;
  /** Whose name it comes from. */
  senderName: string;
  /** Behind its head, and of its button and links. */
  colour: Colour;
  accentColour: Colour;
  /** Address of the logo: `cid:` of a file that comes along, or `data:`; null: none is shown. */
  logo: string | null;
}

export interface LogoFile {
  mediaType: string;
  content: Buffer;
}

/** A larger logo is left out: it would go with every mail. In bytes; docs/guides tell it. */
const largestLogo = 100 * 1024;

/** By what a mail's page names the logo that comes along. */
export const logoContentId = "logo";

/** How mails look now. What is set stands in a table of a later folder. */
export async function readMailLook(
  tx: EntityManager,
): Promise<{ look: Omit<MailLook, "logo">; logo: LogoFile | null }> {
  const [{ mediaType, content, ...look }] = await tx.query(
    `SELECT s.accreditor_name AS accreditor, coalesce(nullif(s.mail_sender_name, ''), s.accreditor_name) AS "senderName",
       s.mail_colour AS colour, s.mail_accent_colour AS "accentColour", f.media_type AS "mediaType", f.content
     FROM accreditor_settings s LEFT JOIN stored_file f ON f.id = s.logo_file_id AND f.byte_size <= $1`,
    [largestLogo],
  );
  return { look, logo: content && { mediaType, content } };
}

/** What stands around an accreditor's name at the end of a mail, in lines without blank ones among them: a blank line ends a paragraph. */
export function signatureLines(signOff: string, signature: string, ...below: readonly string[]): string {
  return [signOff, signature, ...below]
    .flatMap((part) => part.split(/[\r\n]/))
    .map((line) => line.trim())
    .filter(Boolean)
    .join("\n");
}
