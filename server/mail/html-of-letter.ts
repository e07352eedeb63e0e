import { escapeHtml, palette } from "../core/html-page.ts";
import { directionOf } from "../core/messages/sentence.ts";
import type { Mail } from "./mail.entity.ts";

const light = (name: keyof typeof palette) => palette[name][0];
const dark = (name: keyof typeof palette) => palette[name][1];

// Programs that read mail know few selectors and no variables.
const style = `
body{margin:0;padding:24px 12px;background:${light("paper")};color:${light("text")};font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
.mail{max-width:560px;margin:0 auto;padding:24px;background:${light("sheet")};border-top:3px solid ${light("gold")}}
.from{margin:0 0 24px;color:${light("ink")};font:500 20px/1.3 "Iowan Old Style",Georgia,"Times New Roman",serif}
p{margin:0 0 16px;overflow-wrap:anywhere}
.signature{margin:24px 0 0;color:${light("soft")};font-size:14px}
a{color:${light("link")}}
@media (prefers-color-scheme:dark){
body{background:${dark("paper")}!important;color:${dark("text")}!important}
.mail{background:${dark("sheet")}!important;border-color:${dark("gold")}!important}
.from{color:${dark("ink")}!important}
.signature{color:${dark("soft")}!important}
a{color:${dark("link")}!important}
}
`;

/**
 * A mail as a page: the words of its text, no others. Addresses of our own are links; what others wrote stays text.
 * @param accreditor whose name stands above it
 */
export function htmlOfLetter(
  { text, subject, language }: Pick<Mail, "text" | "subject" | "language">,
  accreditor: string,
  publicUrl: string,
): string {
  const paragraphs = text.trim().split("\n\n");
  const html = (paragraph: string) => linked(paragraph, publicUrl).replaceAll("\n", "<br>\n");
  const signature = paragraphs.length > 1 ? paragraphs.pop() : undefined;
  return `<!doctype html>
<html lang="${language}" dir="${directionOf(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${escapeHtml(subject)}</title>
<style>${style}</style>
</head>
<body>
<div class="mail">
<p class="from">${escapeHtml(accreditor)}</p>
${paragraphs.map((paragraph) => `<p>${html(paragraph)}</p>`).join("\n")}
${signature === undefined ? "" : `<p class="signature">${html(signature)}</p>`}
</div>
</body>
</html>
`;
}

/** Our own addresses in a text, as links; an address ends where a space, or the full stop of its sentence, follows. */
function linked(text: string, publicUrl: string): string {
  const [before = "", ...rest] = text.split(publicUrl);
  return rest.reduce((sofar, part) => {
    const way = /^(?:[/?#]\S*)?/.exec(part)?.[0] ?? "";
    const end = /[.,;:]$/.test(way) ? way.slice(0, -1) : way;
    const address = escapeHtml(publicUrl + end);
    return `${sofar}<a href="${address}">${address}</a>${escapeHtml(part.slice(end.length))}`;
  }, escapeHtml(before));
}
