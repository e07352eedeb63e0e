// `npm run check -- linters`: what those say of schema.graphql who have seen many schemas. docs/api/linters.md argues each rule that is not
// followed. That the file is the code's, and that no client of the last release breaks, `npm run check -- schema` says as well: here
// GraphQL Inspector compares by rules of its own.
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import graphql from "@graphql-eslint/eslint-plugin";
import { CriticalityLevel, DiffRule, diff } from "@graphql-inspector/core";
import { ESLint } from "eslint";
import { buildSchema } from "graphql";

const [file = "schema.graphql"] = process.argv.slice(2);

const recommended = graphql.configs["flat/schema-recommended"].rules;
const naming = "@graphql-eslint/naming-convention";
const [severity, names] = recommended[naming];

/** The recommended rules, and those for Relay. */
const rules = {
  files: [file],
  plugins: { "@graphql-eslint": graphql },
  languageOptions: { parser: graphql.parser, parserOptions: { graphQLConfig: { schema: file } } },
  rules: {
    ...recommended,
    ...graphql.configs["flat/schema-relay"].rules,
    // A ProgramType is a type of programs.
    [naming]: [severity, { ...names, "ObjectTypeDefinition,ObjectTypeExtension": { forbiddenPrefixes: ["Type"] } }],
    "@graphql-eslint/no-typename-prefix": "off",
    "@graphql-eslint/strict-id-in-types": "off",
    "@graphql-eslint/relay-arguments": ["error", { includeBoth: false }],
    "@graphql-eslint/relay-edge-types": [
      "error",
      { listTypeCanWrapOnlyEdgeType: false, shouldImplementNode: false, withEdgeSuffix: true },
    ],
  },
};

const said = [];

const linter = spawnSync(process.execPath, ["node_modules/graphql-schema-linter/lib/cli.js", file], {
  encoding: "utf8",
});
if (linter.status !== 0) said.push(linter.stdout || linter.stderr);

const eslint = new ESLint({ overrideConfigFile: true, overrideConfig: [rules], ignore: false });
for (const { messages } of await eslint.lintFiles([file]))
  for (const { line, message, ruleId } of messages) said.push(`${file}:${line} ${message} (${ruleId})`);

const releases = "test/data/releases";
const order = (name) => name.replace(/\.graphql$/, "").replace(/^[^-]*$/, "$&~");
const last = readdirSync(releases)
  .filter((name) => name.endsWith(".graphql"))
  .sort((a, b) => order(a).localeCompare(order(b), "en", { numeric: true }))
  .at(-1);
const [before, now] = [`${releases}/${last}`, file].map((path) => buildSchema(readFileSync(path, "utf8")));
const gone = [DiffRule.suppressRemovalOfDeprecatedField];
for (const { criticality, message } of await diff(before, now, gone))
  if (criticality.level === CriticalityLevel.Breaking) said.push(`since ${last}: ${message}`);

if (said.length > 0) {
  console.error(said.join("\n"));
  process.exitCode = 1;
}
