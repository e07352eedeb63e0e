import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import zlib from "node:zlib";

/**
 * Builds what `npm start` runs where its sources changed: the server by tsc, which keeps its own account of what it has to write
 * again, each page by Vite, and the API's pages by docs/site. With `server`, `docs` or the name of a page, as in
 * `node server/setup/build.mjs attendee`, that one alone.
 */
const pages = [
  { name: "graphiql", config: "server/graphiql/vite.config.ts", sources: ["server/graphiql"], out: "dist/graphiql" },
  {
    name: "check-file",
    config: "server/certificates/check-file/vite.config.ts",
    sources: ["server/certificates/check-file", "packages/verify"],
    out: "dist/check-file",
  },
  {
    name: "attendee",
    config: "attendee/vite.config.ts",
    sources: ["attendee", "clients", "messages"],
    out: "dist/attendee",
  },
  {
    name: "admin",
    config: "admin/vite.config.ts",
    sources: ["admin", "clients", "messages", "schema.graphql"],
    out: "dist/admin",
  },
];
const docsSources = [
  "docs/api",
  "docs/site",
  "docs/decisions",
  "docs/limits.md",
  "docs/settings.md",
  "examples",
  "schema.graphql",
  "server/core/html-page.ts",
];
const serverSources = ["server", "packages", "messages", "ormconfig.ts", "tsconfig.json", "tsconfig.build.json"];
const only = process.argv[2];

function run(bin, ...args) {
  // Whoever calls, tests too: what is built is what people get.
  const env = { ...process.env, NODE_ENV: "production" };
  const { status } = spawnSync(process.execPath, [path.join("node_modules", bin), ...args], { stdio: "inherit", env });
  if (status !== 0) process.exit(status ?? 1);
}

function fingerprint(sources) {
  const hash = createHash("sha256");
  for (const source of ["package-lock.json", ...sources]) {
    const files = source.includes(".") ? [source] : readdirSync(source, { recursive: true }).sort();
    for (const file of files) {
      const name = source.includes(".") ? file : path.join(source, file);
      if (/\.[a-z\d]+$/.test(name)) hash.update(name).update(readFileSync(name));
    }
  }
  return hash.digest("hex");
}

/** Does the work where it was never done, or for other sources than these. */
async function unlessBuilt(sources, out, build) {
  const stamp = path.join(out, ".built-from");
  const now = fingerprint(sources);
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === now) return;
  await build();
  writeFileSync(stamp, now);
}

const brotli = promisify(zlib.brotliCompress);
const gzip = promisify(zlib.gzip);

/** Lays a compressed copy beside each file of a bundle that gains by it: done once here, not with each request. */
async function compressAssets(out) {
  const folder = path.join(out, "assets");
  const texts = readdirSync(folder).filter((name) => /\.(js|css|svg|json|ttf)$/.test(name));
  await Promise.all(
    texts.map(async (name) => {
      const file = path.join(folder, name);
      const content = readFileSync(file);
      writeFileSync(`${file}.br`, await brotli(content));
      writeFileSync(`${file}.gz`, await gzip(content, { level: 9 }));
    }),
  );
}

if (!only || only === "server")
  await unlessBuilt(serverSources, "dist/server", () => {
    if (!existsSync("dist/server/main.js")) rmSync("dist/.tsbuildinfo", { force: true }); // tsc trusts its notes even where its output is gone.
    run("typescript/bin/tsc", "-p", "tsconfig.build.json");
  });
if (!only || only === "docs")
  await unlessBuilt(docsSources, "dist/docs", async () => {
    run("tsx/dist/cli.mjs", "docs/site/build-site.ts");
    await compressAssets("dist/docs");
  });
for (const { name, config, sources, out } of pages) {
  if (only && only !== name) continue;
  await unlessBuilt(sources, out, async () => {
    run("vite/bin/vite.js", "build", "-c", config);
    await compressAssets(out);
  });
}
