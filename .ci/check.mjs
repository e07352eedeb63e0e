// `npm run check`: every script of package.json whose name begins with "check:" is a stage. Stages run side by side, as many as
// there are processors; what a stage said is printed as soon as it fails, whole and under its name, and all of them are run
// whatever one of them finds. `npm run check -- --quick` runs the few that are done in seconds, `npm run check -- types imports`
// those that are named.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import os from "node:os";

const quick = ["format", "types", "schema"];
const prefix = "check:";
const { scripts } = JSON.parse(readFileSync("package.json", "utf8"));
const all = Object.keys(scripts).flatMap((name) => (name.startsWith(prefix) ? [name.slice(prefix.length)] : []));
const asked = process.argv.slice(2);
const stages = asked.length === 0 ? all : asked.flatMap((name) => (name === "--quick" ? quick : [name]));
const unknown = stages.filter((stage) => !all.includes(stage));

if (unknown.length > 0) {
  console.error(`There is no check named ${unknown.join(", ")}. There are: ${all.join(", ")}; and --quick.`);
  process.exit(1);
}

/** Runs one stage and keeps what it says. Resolves with whether it passed. */
function run(stage) {
  const began = Date.now();
  const said = [];
  const child = spawn("npm", ["run", "--silent", prefix + stage], {
    stdio: ["ignore", "pipe", "pipe"],
    shell: process.platform === "win32",
  });
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (bytes) => said.push(bytes));
  return new Promise((resolve) => {
    const end = (passed, reason = "") => {
      const seconds = ((Date.now() - began) / 1000).toFixed(1);
      console.log(`${passed ? "✓" : "✗"} ${stage} (${seconds} s)`);
      if (!passed) console.log(`${Buffer.concat(said).toString().trimEnd()}${reason}\n`.replace(/^(?=.)/gm, "    "));
      resolve(passed);
    };
    child.on("error", (error) => end(false, error.message));
    child.on("close", (code) => end(code === 0));
  });
}

const waiting = [...stages];
const failed = [];

async function work() {
  for (let stage = waiting.shift(); stage; stage = waiting.shift()) if (!(await run(stage))) failed.push(stage);
}

await Promise.all(Array.from({ length: os.availableParallelism() }, work));
if (failed.length > 0) console.log(`${failed.length} of ${stages.length} checks failed: ${failed.join(", ")}.`);
process.exitCode = failed.length > 0 ? 1 : 0;
