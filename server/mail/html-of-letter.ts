import { readableOn, textOn } from "../core/contrast.ts";
import { escapeHtml, palette } from "../core/html-page.ts";
import { say } from "../core/messages/message.ts";
import { directionOf, sentence } from "../core/messages/sentence.ts";
import { type Mail, MailKind } from "./mail.entity.ts";
import { badgeContentId, badgeIn } from "./mail-badge.ts";
import type { MailLook } from "./mail-look.ts";

/** How the page is to be drawn: as its reader's program likes it, or for somebody who looks at it before. */
export type MailScheme = "AS_READ" | "LIGHT" | "DARK";

const light = (name: keyof typeof palette) => palette[name][0];
const dark = (name: keyof typeof palette) => palette[name][1];

const sans = `system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif`.replaceAll('"', "'");
const serif = `"Iowan Old Style",Georgia,"Times New Roman",serif`.replaceAll('"', "'");

/** What each class looks like in light. Programs that read mail know few selectors and no variables, and some drop the sheet. */
function classes({ colour, accentColour }: MailLook): Record<string, string> {
  const button = accentColour;
  return {
    page: `margin:0;padding:0;background:${light("paper")}`,
    outer: `background:${light("paper")}`,
    space: "padding:24px 12px",
    mail: `width:100%;max-width:600px;background:${light("sheet")}`,
    head: `padding:16px 24px;background:${colour}`,
    plate: "padding:6px 8px;background:#ffffff;border-radius:3px",
    logo: "display:block;border:0;max-width:180px;max-height:48px;width:auto;height:auto",
    side: "padding:0",
    gap: "width:14px",
    from: `color:${textOn(colour)};font:500 20px/1.3 ${serif};overflow-wrap:anywhere`,
    words: `padding:24px 24px 8px;color:${light("text")};font:16px/1.55 ${sans}`,
    text: "margin:0 0 16px;overflow-wrap:anywhere",
    badge: "display:block;border:0;width:200px;height:200px",
    action: "margin:0 0 20px",
    button: `background:${button};border-radius:4px`,
    press: `display:inline-block;background:${button};color:${textOn(button)};border:solid ${button};border-width:11px 22px;border-radius:4px;font:600 16px/1.25 ${sans};text-decoration:none`,
    signature: `margin:8px 0 0;padding:16px 24px 24px;color:${light("soft")};font:14px/1.5 ${sans};border-top:1px solid ${light("paper")};overflow-wrap:anywhere`,
    link: `color:${readableOn(accentColour, light("sheet"))}`,
  };
}

const darkSheet = ({ accentColour }: MailLook) => `
.page,.outer{background:${dark("paper")}!important}
.mail{background:${dark("sheet")}!important}
.words{color:${dark("text")}!important}
.signature{color:${dark("soft")}!important;border-color:${dark("paper")}!important}
.link{color:${readableOn(accentColour, dark("sheet"))}!important}
`;

const media: Record<MailScheme, string> = {
  AS_READ: "(prefers-color-scheme:dark)",
  LIGHT: "not all",
  DARK: "all",
};

/**
 * A mail as a page: the words of its text and a button for where they lead to, no others. Addresses of our own are links; what others
 * wrote stays text. Nothing of it is fetched from anywhere.
 * @param scheme `AS_READ`: for a mail, whose styles stand on each element too; else for a page whose policy allows its sheet alone
 */
export function htmlOfLetter(
  { kind, text, subject, language }: Pick<Mail, "kind" | "text" | "subject" | "language">,
  look: MailLook,
  publicUrl: string,
  scheme: MailScheme = "AS_READ",
): string {
  const paragraphs = text.trim().split("\n\n");
  const html = (paragraph: string) => linked(paragraph, publicUrl).replaceAll("\n", "<br>\n");
  const signature = paragraphs.length > 1 ? paragraphs.pop() : undefined;
  const leads = kind === MailKind.ANNOUNCEMENT ? null : whereItLeads(paragraphs, publicUrl);
  const label = escapeHtml(sentence(say("mail.button", { kind }), language));
  const badge = badgeIn({ kind, text });
  // A page that is looked at before has no picture: its reader is nobody yet.
  const picture = badge !== null && scheme === "AS_READ" ? pictureOf(badge, language) : "";
  const style = classes(look);
  const rules = Object.entries(style).map(([name, rule]) => `.${name}{${rule}}`);
  const body = `<table role="presentation" class="outer" width="100%" cellpadding="0" cellspacing="0" border="0"><tr><td class="space" align="center">
<table role="presentation" class="mail" width="600" cellpadding="0" cellspacing="0" border="0">
<tr><td class="head">
${headOf(look)}
</td></tr>
<tr><td class="words">
${paragraphs
  .map(
    (paragraph, at) =>
      `<p class="text">${html(paragraph)}</p>${at === leads?.at ? buttonTo(leads.address, label) : ""}`,
  )
  .join("\n")}${picture}
</td></tr>
${signature === undefined ? "" : `<tr><td class="signature">${html(signature)}</td></tr>`}
</table>
</td></tr></table>`;
  // What others wrote is escaped: no class of theirs gets here.
  const onEach = (page: string) =>
    scheme === "AS_READ" ? page.replace(/class="([a-z]+)"/g, (all, name) => `${all} style="${style[name]}"`) : page;
  return `<!doctype html>
<html lang="${language}" dir="${directionOf(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${escapeHtml(subject)}</title>
<style>
:root{color-scheme:${scheme === "AS_READ" ? "light dark" : scheme.toLowerCase()}}
${rules.join("\n")}
@media (max-width:480px){.side,.gap,.from{display:block!important;width:auto!important}.gap{height:10px;line-height:10px!important}}
@media ${media[scheme]}{${darkSheet(look)}}
</style>
</head>
${onEach(`<body class="page">\n${body}\n</body>`)}
</html>
`;
}

/** Whose mail it is: the name always as words, since many programs show no pictures. */
const headOf = ({ accreditor, logo }: MailLook): string => {
  const name = `<td class="from">${escapeHtml(accreditor)}</td>`;
  // Logos are made for paper: a dark ground would swallow dark letters.
  const plate = logo
    ? `<td class="side" width="1"><table role="presentation" cellpadding="0" cellspacing="0" border="0"><tr><td class="plate" bgcolor="#ffffff"><img class="logo" src="${escapeHtml(logo)}" alt="" height="48"></td></tr></table></td><td class="gap">&nbsp;</td>`
    : "";
  return `<table role="presentation" cellpadding="0" cellspacing="0" border="0"><tr>${plate}${name}</tr></table>`;
};

/** The badge as a picture that comes along. It has its own white around it, so it is scanned from a dark page, too. */
const pictureOf = (badge: string, language: Mail["language"]): string => {
  const alt = escapeHtml(sentence(say("kit.badgePicture", { badge }), language));
  return `\n<p class="text"><img class="badge" src="cid:${badgeContentId}" alt="${alt}" width="200" height="200"></p>`;
};

const buttonTo = (address: string, label: string): string =>
  `\n<table role="presentation" class="action" cellpadding="0" cellspacing="0" border="0"><tr><td class="button"><a class="press" href="${address}">${label}</a></td></tr></table>`;

/** The first address of a page of ours that ends a line: what the reader is asked to open. */
function whereItLeads(paragraphs: readonly string[], publicUrl: string): { at: number; address: string } | null {
  for (const [at, paragraph] of paragraphs.entries())
    for (const line of paragraph.split("\n")) {
      const address = line.slice(line.lastIndexOf(" ") + 1);
      if (address.startsWith(`${publicUrl}/`) && address.length > publicUrl.length + 1)
        return { at, address: escapeHtml(withoutStop(address)) };
    }
  return null;
}

const withoutStop = (address: string): string => (/[.,;:]$/.test(address) ? address.slice(0, -1) : address);

/** Our own addresses in a text, as links; an address ends where a space, or the full stop of its sentence, follows. */
function linked(text: string, publicUrl: string): string {
  const [before = "", ...rest] = text.split(publicUrl);
  return rest.reduce((sofar, part) => {
    const way = /^(?:[/?#]\S*)?/.exec(part)?.[0] ?? "";
    const end = withoutStop(way);
    const address = escapeHtml(publicUrl + end);
    return `${sofar}<a class="link" href="${address}">${address}</a>${escapeHtml(part.slice(end.length))}`;
  }, escapeHtml(before));
}
