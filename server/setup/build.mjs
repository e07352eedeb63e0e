import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

/** Builds what `npm start` runs: the server by tsc, which keeps its own account of what changed, and each page by Vite where its sources changed. */
const pages = [{ config: "server/graphiql/vite.config.ts", sources: ["server/graphiql"], out: "dist/graphiql" }];

function run(bin, ...args) {
  const { status } = spawnSync(process.execPath, [path.join("node_modules", bin), ...args], { stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}

function fingerprint(sources) {
  const hash = createHash("sha256");
  for (const source of ["package-lock.json", ...sources]) {
    const files = source.includes(".") ? [source] : readdirSync(source, { recursive: true }).sort();
    for (const file of files) {
      const name = source.includes(".") ? file : path.join(source, file);
      if (/\.[a-z]+$/.test(name)) hash.update(name).update(readFileSync(name));
    }
  }
  return hash.digest("hex");
}

if (!existsSync("dist/server/main.js")) rmSync("dist/.tsbuildinfo", { force: true }); // tsc trusts its notes even where its output is gone.

run("typescript/bin/tsc", "-p", "tsconfig.build.json");
for (const { config, sources, out } of pages) {
  const stamp = path.join(out, ".built-from");
  const now = fingerprint(sources);
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === now) continue;
  run("vite/bin/vite.js", "build", "-c", config);
  writeFileSync(stamp, now);
}
