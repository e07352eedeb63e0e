// Part of `npm run check`: what pages say of the repository is there. Files and folders that are named in backticks, links and the
// headings they lead to, npm's scripts; and README stays what a newcomer reads in five minutes.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

const mostWordsOfReadme = 1_800;

const pages = execFileSync("git", ["ls-files", "-co", "--exclude-standard", "*.md"], { encoding: "utf8" })
  .split("\n")
  .filter((page) => page && existsSync(page));
const { scripts } = JSON.parse(readFileSync("package.json", "utf8"));
const texts = new Map(pages.map((page) => [page, readFileSync(page, "utf8")]));
const problems = [];

/** A heading as GitHub makes an address of it. */
const anchor = (heading) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, "")
    .trim()
    .replace(/\s/g, "-");

const anchors = (text) => new Set([...text.matchAll(/^#+ (.*)$/gm)].map(([, heading]) => anchor(heading)));

/** SECURITY names tests without their ending. */
const isThere = (file) => ["", ".ts", ".test.ts", ".unit.test.ts"].some((ending) => existsSync(file + ending));

for (const [page, text] of texts) {
  const say = (problem) => problems.push(`${page}: ${problem}`);
  const prose = text.replace(/^```[\s\S]*?^```/gm, "");

  for (const [, target] of prose.matchAll(/\]\(([^)\s]+)\)/g)) {
    if (/^[a-z]+:/.test(target)) continue;
    const [to, heading] = target.split("#");
    const file = to ? path.join(path.dirname(page), to) : page;
    if (!existsSync(file)) say(`the link ${target} leads nowhere`);
    else if (heading && !anchors(texts.get(file) ?? "").has(heading)) say(`${file} has no heading #${heading}`);
  }
  for (const [, file] of prose.matchAll(/`((?:server|admin|attendee|test|bench|docs|\.ci|\.github)\/[\w./-]*)`/g))
    if (!isThere(file)) say(`there is no ${file}`);
  for (const [, script] of text.matchAll(/npm run ([\w:-]+)/g))
    if (!scripts[script]) say(`package.json has no script "${script}"`);
}

const words = texts.get("README.md").split(/\s+/).filter(Boolean).length;
if (words > mostWordsOfReadme)
  problems.push(`README.md has ${words} words, and ${mostWordsOfReadme} at most: move some of it to docs/`);

for (const problem of problems) console.error(problem);
process.exitCode = problems.length > 0 ? 1 : 0;
