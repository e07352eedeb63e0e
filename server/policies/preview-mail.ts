import type { Context } from "../core/context.ts";
import { say } from "../core/messages/message.ts";
import { sentence } from "../core/messages/sentence.ts";
import { htmlOfLetter } from "../mail/html-of-letter.ts";
import { signatureOf } from "../mail/letter.ts";
import type { MailKind } from "../mail/mail.entity.ts";
import { readMailLook } from "../mail/mail-look.ts";
import { sampleLetters } from "../mail/sample-letters.ts";
import { settingsOf } from "./load-settings.ts";
import type { MailPreviewObject } from "./mail-preview.object.ts";
import type { SettingsInput } from "./settings.input.ts";

/**
 * A mail of a kind as it would look with these settings, which are not in force; what is left out is as it is now.
 * @param dark as a program shows it that is set to dark
 */
export async function previewMail(
  ctx: Context,
  kind: MailKind,
  input: SettingsInput,
  dark: boolean,
): Promise<MailPreviewObject> {
  const { language } = ctx.request;
  const settings = await settingsOf(ctx);
  const { look, logo } = await readMailLook(ctx.db.manager);
  const accreditor = input.accreditorName?.trim() || settings.accreditorName;
  const senderName = (input.mailSenderName ?? settings.mailSenderName).trim() || accreditor;
  const name = "Sally Johnson";
  const letter = sampleLetters(ctx, {
    name,
    title: "Sleep in Shift Workers",
    provider: "Lakeside Sleep Center",
    reason: sentence(say("mail.sampleReason"), language),
  })[kind];
  const paragraphs = [say("mail.dear", { name }), ...letter.paragraphs, ...(letter.closing ? [letter.closing] : [])];
  const set = { ...settings, ...Object.fromEntries(Object.entries(input).filter(([, value]) => value != null)) };
  const frame = { accreditor, signOff: set.mailSignOff, footer: set.mailFooter, help: set };
  const text = `${[...paragraphs.map((each) => sentence(each, language)), signatureOf(ctx, frame, kind, language)].join(
    "\n\n",
  )}\n`;
  const subject = sentence(letter.subject, language);
  const html = htmlOfLetter(
    { kind, subject, text, language },
    {
      ...look,
      accreditor,
      senderName,
      colour: input.mailColour ?? look.colour,
      accentColour: input.mailAccentColour ?? look.accentColour,
      logo: logo && `data:${logo.mediaType};base64,${logo.content.toString("base64")}`,
    },
    ctx.config.publicUrl,
    dark ? "DARK" : "LIGHT",
  );
  return { from: `${senderName} <${ctx.config.mailFrom}>`, subject, text, html };
}
