import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { buildSchema } from "graphql";
import { palette } from "../../server/core/html-page.ts";
import { type Entry, type Page, renderCode, renderMarkdown } from "./pages.ts";
import { schemaPages } from "./schema-pages.ts";

/**
 * Builds what the server shows at `/docs`: the pages of docs/api, what they link to in the repository, and a reference from schema.graphql.
 * Static files, which work without scripts; searching them takes one.
 */
const out = "dist/docs";
const firstPage = "docs/api/README.md";

/** The address of a page that is made of a file of the repository. */
function addressOf(file: string): string {
  if (file === firstPage) return "/docs";
  const inDocs = path
    .relative("docs/api", file)
    .replace(/^\.\.\//, "")
    .replace(/^\.\.\//, "");
  return `/docs/${inDocs.replace(/\.md$/, "").replace(/\/README$/, "")}`;
}

const guides = (await readdir("docs/api")).filter((name) => name.endsWith(".md")).map((name) => `docs/api/${name}`);
const texts = new Map<string, string>();
const read = async (file: string) => texts.set(file, await readFile(file, "utf8"));
for (const guide of guides) await read(guide);
for (const guide of guides)
  for (const [, link = ""] of (texts.get(guide) ?? "").matchAll(/\]\(([^)\s#]+)[^)]*\)/g)) {
    const file = path.join(path.dirname(guide), link);
    if (!/^[a-z]+:/.test(link) && /^(docs|examples)\/.*\.(md|ts|sh|py)$/.test(file) && !texts.has(file))
      await read(file);
  }
const addresses = new Map([...texts.keys()].map((file) => [file, addressOf(file)]));

const schema = buildSchema(await readFile("schema.graphql", "utf8"));
const reference = schemaPages(schema);
const written = [...texts].map(([file, text]): Page => {
  const url = addresses.get(file) ?? "";
  return file.endsWith(".md")
    ? renderMarkdown(url, text, {
        nameOf: reference.nameOf,
        linkOf: (link) => {
          const [to = "", heading] = link.split("#");
          const target = to ? path.join(path.dirname(file), to) : file;
          const known = target === "docs/api/openapi.json" ? "/docs/openapi.json" : addresses.get(target);
          return known && `${known}${heading ? `#${heading}` : ""}`;
        },
      })
    : renderCode(url, file, text);
});

/** The guides in the order in which the first page names them. */
const first = texts.get(firstPage) ?? "";
const order = [
  ...new Set(
    [...first.matchAll(/^\|.*$/gm)].flatMap(([row]) =>
      [...row.matchAll(/\]\(([\w-]+\.md)/g)].map(([, name]) => addressOf(`docs/api/${name}`)),
    ),
  ),
];
const titles = new Map(written.map(({ url, title }) => [url, title]));
const menu = [
  { title: "Guides", links: ["/docs", ...order].map((url) => [url, titles.get(url) ?? url] as const) },
  {
    title: "Reference",
    links: [
      ["/docs/schema/Query", "Queries"],
      ["/docs/schema/Mutation", "Mutations"],
      ["/docs/schema", "Types"],
      ["/docs/limits", "Limits"],
    ] as const,
  },
];

const colours = (which: 0 | 1) =>
  Object.entries(palette)
    .map(([name, pair]) => `--${name}:${pair[which]}`)
    .join(";");
const style = `:root{color-scheme:light dark;${colours(0)}}@media (prefers-color-scheme:dark){:root{${colours(1)}}}\n${await readFile("docs/site/site.css", "utf8")}`;

const pages = [...written, ...reference.pages];
const entries: Entry[] = pages.flatMap((page) => page.entries);
const duplicates = pages.map(({ url }) => url).filter((url, i, all) => all.indexOf(url) !== i);
if (duplicates.length > 0) throw new Error(`Two pages have the address ${duplicates.join(", ")}.`);

await rm(out, { recursive: true, force: true });
await mkdir(`${out}/assets`, { recursive: true });

/** Writes a file under a name that has its content's hash. */
async function asset(name: string, content: string): Promise<string> {
  const hash = createHash("sha256").update(content).digest("base64url").replace(/[^\w]/g, "").slice(0, 10);
  const file = name.replace(/(\.\w+)$/, `-${hash}$1`);
  await writeFile(`${out}/assets/${file}`, content);
  return file;
}

const assets = `/docs/assets`;
const script = await asset("search.js", await readFile("docs/site/search.js", "utf8"));
const css = await asset("site.css", style);
const words = await asset("words.json", JSON.stringify(entries));

const navOf = (current: string) =>
  menu
    .map(
      ({ title, links }) =>
        `<h2>${title}</h2><ul>${links.map(([url, text]) => `<li><a href="${url}"${url === current ? ' aria-current="page"' : ""}>${text}</a></li>`).join("")}</ul>`,
    )
    .join("");

for (const { url, title, html } of pages) {
  const file = `${out}/pages/${url === "/docs" ? "index" : url.slice("/docs/".length)}.html`;
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(
    file,
    `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="/favicon.svg" type="image/svg+xml">
<link rel="stylesheet" href="${assets}/${css}">
<title>${title} · Accrue API</title>
<script type="module" src="${assets}/${script}"></script>
</head>
<body>
<a class="skip" href="#content">To the page</a>
<header><a href="/docs">Accrue API</a>
<search hidden><form><input type="search" aria-label="Search these pages" placeholder="Search (press /)" autocomplete="off" data-words="${assets}/${words}" data-none="Nothing is found."></form><ul id="found" hidden></ul><p id="said" class="soft" role="status"></p></search></header>
<div class="frame">
<nav aria-label="Pages"><details open><summary>Pages</summary>${navOf(url)}</details></nav>
<main id="content" tabindex="-1">
${html}
</main>
</div>
</body>
</html>
`,
  );
}
