import MarkdownIt from "markdown-it";
import { escapeHtml } from "../../server/core/html-page.ts";

/** What the search finds: a section of a page. */
export interface Entry {
  title: string;
  page: string;
  url: string;
  text: string;
}

export interface Page {
  url: string;
  /** As HTML, as the body is. */
  title: string;
  html: string;
  entries: Entry[];
}

interface Links {
  /** The address of what a link of the page leads to; undefined: it is no part of these pages. */
  linkOf(link: string): string | undefined;
  /** The address of what in the schema has this name. */
  nameOf(name: string): string | undefined;
}

const markdown = new MarkdownIt({ linkify: false });

/** A heading as GitHub makes an address of it, as the pages' own links have it. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, "")
    .trim()
    .replace(/\s/g, "-");

export function renderMarkdown(url: string, text: string, { linkOf, nameOf }: Links): Page {
  const tokens = markdown.parse(text.replace(/<!--[\s\S]*?-->/g, ""), {});
  const entries: Entry[] = [];
  let title = url;
  for (const [i, token] of tokens.entries()) {
    if (token.type === "heading_open") {
      const heading = tokens[i + 1]?.content.replaceAll("`", "") ?? "";
      if (token.tag === "h1") title = heading;
      const anchor = anchorOf(heading);
      token.attrSet("id", anchor);
      entries.push({ title: heading, page: title, url: token.tag === "h1" ? url : `${url}#${anchor}`, text: "" });
    }
    if (token.type === "inline" && tokens[i - 1]?.type !== "heading_open") {
      const last = entries.at(-1);
      if (last) last.text += `${token.content.replace(/\]\([^)]*\)/g, "]").replace(/[`*[\]]/g, "")} `;
    }
    if (token.type !== "inline") continue;
    let dropped = 0;
    let isLink = false;
    for (const child of token.children ?? []) {
      if (child.type === "link_open") {
        isLink = true;
        const target = String(child.attrGet("href"));
        const address = /^[a-z]+:/.test(target) ? target : linkOf(target);
        if (address) child.attrSet("href", address);
        else {
          dropped++;
          child.hidden = true;
          child.type = "text";
          child.content = "";
          child.tag = "";
        }
      } else if (child.type === "link_close") {
        isLink = false;
        if (dropped > 0) {
          dropped--;
          child.type = "text";
          child.content = "";
        }
      } else if (child.type === "code_inline" && !isLink) {
        const address = nameOf(child.content);
        if (address) {
          child.type = "html_inline";
          child.content = `<a href="${address}"><code>${escapeHtml(child.content)}</code></a>`;
        }
      }
    }
  }
  const html = markdown.renderer
    .render(tokens, markdown.options, {})
    .replaceAll("<table>", '<div class="table" tabindex="0"><table>')
    .replaceAll("</table>", "</table></div>")
    .replaceAll("<pre>", '<pre tabindex="0">')
    .replace(
      /<(h[23]) id="([^"]*)">(.*?)<\/\1>/g,
      '<$1 id="$2">$3<a class="to" href="#$2" aria-label="Link to this section">#</a></$1>',
    );
  return { url, title: escapeHtml(title), html, entries };
}

/** A file of the repository as it is. */
export function renderCode(url: string, file: string, text: string): Page {
  return {
    url,
    title: escapeHtml(file),
    html: `<h1>${escapeHtml(file)}</h1><pre tabindex="0"><code>${escapeHtml(text)}</code></pre>`,
    entries: [{ title: file, page: "Examples", url, text: text.slice(0, 400) }],
  };
}
