import { spawnSync } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { type GraphQLObjectType, isNonNullType, isObjectType } from "graphql";
import { createSchema } from "../server/schema.ts";

const schema = await createSchema();
const objects = Object.values(schema.getTypeMap()).filter((type) => isObjectType(type));
const isNode = (type: GraphQLObjectType): boolean => type.getInterfaces().some(({ name }) => name === "Node");

/** Lists of the root that go on, and that can be asked for without knowing anything. */
const connections = Object.values(schema.getQueryType()?.getFields() ?? {}).filter(
  ({ type, args }) =>
    /Connection!?$/.test(String(type)) &&
    args.every((argument) => !isNonNullType(argument.type) || argument.defaultValue !== undefined),
);

test("Relay's compiler takes the schema: each node can be fetched again, and each list goes on", async () => {
  const nodes = objects.filter(isNode).map(({ name }) => name);
  expect(nodes.length).toBeGreaterThan(10);
  expect(connections.length).toBeGreaterThan(10);
  const documents = [
    ...nodes.map((name) => `fragment all_${name} on ${name} @refetchable(queryName: "all_${name}Query") { id }`),
    ...connections.map(
      ({ name }) => `fragment all_${name}List on Query @refetchable(queryName: "all_${name}ListQuery")
        @argumentDefinitions(after: { type: "String" }, first: { type: "Int", defaultValue: 20 }) {
        ${name}(first: $first, after: $after) @connection(key: "all_${name}") { edges { node { __typename } } } }`,
    ),
  ];
  const folder = await mkdtemp(path.join(tmpdir(), "relay-"));
  try {
    const config = {
      src: ".",
      schema: path.resolve("schema.graphql"),
      language: "typescript",
      artifactDirectory: "./made",
    };
    await mkdir(path.join(folder, "made"));
    await writeFile(path.join(folder, "relay.config.json"), JSON.stringify(config));
    await writeFile(path.join(folder, "all.ts"), documents.map((document) => `graphql\`${document}\`;\n`).join(""));
    const compiler = path.resolve("node_modules/.bin/relay-compiler");
    const { status, stdout, stderr } = spawnSync(compiler, { cwd: folder, encoding: "utf8" });
    expect([status, status === 0 ? "" : stdout + stderr]).toEqual([0, ""]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
