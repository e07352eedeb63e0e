import { createHash } from "node:crypto";
import { directionOf, type Language } from "./messages/sentence.ts";

const escapes: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** A text as it stands in HTML, between tags or in an attribute. */
export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => escapes[character] ?? character);

/** Colours of what the server itself draws, by the names that styles use: first those for light, then those for dark. */
export const palette = {
  ink: ["#1b2a4a", "#e9e2d0"],
  paper: ["#f6f3ec", "#0f1728"],
  sheet: ["#fffdf8", "#182338"],
  text: ["#232b3d", "#e6e8ee"],
  soft: ["#565d6d", "#aab2c3"],
  edge: ["#8a8577", "#75819a"],
  gold: ["#9c7a34", "#d0ad62"],
  link: ["#24478f", "#a9c4ff"],
  "on-action": ["#fffdf8", "#17213a"],
  good: ["#1f6244", "#8fd6ac"],
  "good-wash": ["#e3f0e6", "#173527"],
  bad: ["#9b2226", "#ffb4a9"],
  "bad-wash": ["#fbe9e5", "#43201f"],
  warn: ["#76591c", "#e3c684"],
  "warn-wash": ["#f6ecd3", "#3a311c"],
} as const;

const colours = (which: 0 | 1): string =>
  Object.entries(palette)
    .map(([name, pair]) => `--${name}:${pair[which]}`)
    .join(";");

const baseStyle = `
:root{color-scheme:light dark;${colours(0)}}
@media (prefers-color-scheme:dark){:root{${colours(1)}}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--text);font:1rem/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
main{max-width:36rem;margin:0 auto;padding:2rem 1rem 3rem}
h1,.display{color:var(--ink);font-family:"Iowan Old Style",Georgia,"Times New Roman",serif;font-weight:500;line-height:1.2;text-wrap:balance;overflow-wrap:anywhere}
h1{margin:0 0 .5rem;font-size:clamp(1.8rem,1.5rem + 2vw,2.5rem)}
hr{height:3px;margin:1rem 0 1.5rem;border:0;border-block:1px solid var(--gold)}
a{color:var(--link);text-underline-offset:.18em}
:focus-visible{outline:3px solid var(--gold);outline-offset:2px}
.soft{color:var(--soft)}
`;

/** The frame of the pages that the server itself draws and that work without scripts. */
export interface HtmlPage {
  /** For a Content-Security-Policy that allows the page its own style: `'sha256-…'`. */
  styleHash: string;
  /**
   * @param title as HTML, as the body is
   * @param head what stands beside the title and the style, as HTML
   */
  render(language: Language, title: string, body: string, head?: string): string;
}

/**
 * @param ownStyle what its pages have beside the frame's style
 * @param isIndexed whether search engines may list its pages
 */
export function defineHtmlPage(ownStyle: string, { isIndexed = false } = {}): HtmlPage {
  const style = baseStyle + ownStyle;
  return {
    styleHash: `'sha256-${createHash("sha256").update(style).digest("base64")}'`,
    render: (language, title, body, head = "") => `<!doctype html>
<html lang="${language}" dir="${directionOf(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
${isIndexed ? "" : '<meta name="robots" content="noindex">\n'}<meta name="color-scheme" content="light dark">
<link rel="icon" href="/favicon.svg" type="image/svg+xml">
<title>${title}</title>
<style>${style}</style>
${head}</head>
<body>
<main>
<h1>${title}</h1>
<hr>
${body}
</main>
</body>
</html>
`,
  };
}
