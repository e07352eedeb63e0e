import { createHash } from "node:crypto";
import { type Message, say } from "../../core/messages/message.ts";
import { capitalised, type Language, sentence } from "../../core/messages/sentence.ts";

const style = `
:root{color-scheme:light dark;--ink:#1b2a4a;--paper:#f6f3ec;--text:#232b3d;--gold:#9c7a34;--on-action:#fffdf8;--soft:#565d6d}
@media (prefers-color-scheme:dark){:root{--ink:#e9e2d0;--paper:#0f1728;--text:#e6e8ee;--gold:#d0ad62;--on-action:#17213a;--soft:#aab2c3}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--text);font:1rem/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
main{max-width:36rem;margin:0 auto;padding:2rem 1rem 3rem}
h1{margin:0 0 .5rem;color:var(--ink);font:500 clamp(1.7rem,1.4rem + 2vw,2.3rem)/1.2 "Iowan Old Style",Georgia,"Times New Roman",serif;text-wrap:balance;overflow-wrap:anywhere}
hr{height:3px;margin:1rem 0 1.5rem;border:0;border-block:1px solid var(--gold)}
a{display:inline-block;margin-top:1rem;padding:.7rem 1.5rem;border-radius:.6rem;background:var(--ink);color:var(--on-action);font-weight:600;text-decoration:none}
:focus-visible{outline:3px solid var(--gold);outline-offset:2px}
.soft{margin-top:2rem;color:var(--soft);font-size:.9375rem}
`;

/** Its own style and the icon: nothing else. */
export const singleSignOnPageDirectives = {
  "default-src": ["'none'"],
  "style-src": [`'sha256-${createHash("sha256").update(style).digest("base64")}'`],
  "img-src": ["'self'"],
  "base-uri": ["'none'"],
  "form-action": ["'none'"],
  "frame-ancestors": ["'none'"],
};

const escapes: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => escapes[character] ?? character);

/** Says why nobody was signed in and where to go on. It works without scripts. */
export function singleSignOnPage(
  words: { title: Message; text: Message; code: string; back: string },
  language: Language,
): string {
  const [title, text, back, support] = [
    words.title,
    words.text,
    say("singleSignOn.back"),
    say("singleSignOn.support", { code: words.code }),
  ].map((message) => escapeHtml(capitalised(sentence(message, language), language)));
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="/favicon.svg" type="image/svg+xml">
<title>${title}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${title}</h1>
<hr>
<p role="alert">${text}</p>
<a href="${escapeHtml(words.back)}">${back}</a>
<p class="soft">${support}</p>
</main>
</body>
</html>
`;
}
