import { spawnSync } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

/** What takes something from clients that count on the last release's schema: how, and what the check says of it. */
const breaks: [RegExp, string, string][] = [
  [
    /(type ApiKey [^}]*?)\n {2}"""[^"]*"""\n {2}createdAt: DateTime!\n/,
    "$1\n",
    "Field 'createdAt' was removed from object type 'ApiKey'",
  ],
  [
    /(enum ApiScope [^}]*?)\n {2}"""[^"]*"""\n {2}MEMBERS_READ\n/,
    "$1\n",
    "Enum value 'MEMBERS_READ' was removed from enum 'ApiScope'",
  ],
  [
    /(input ClaimInput [^}]*?attendedOn: LocalDate)\n/,
    "$1!\n",
    "Input field 'ClaimInput.attendedOn' changed type from 'LocalDate' to 'LocalDate!'",
  ],
  [/(type ApiKey [^}]*?name: String)!\n/, "$1\n", "Field 'ApiKey.name' changed type from 'String!' to 'String'"],
];

test("a field that goes, a type that asks for more or promises less, and a value that is dropped fail the check of the schema", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "schema-"));
  try {
    let schema = await readFile("schema.graphql", "utf8");
    for (const [what, becomes] of breaks) {
      expect(schema).toMatch(what);
      schema = schema.replace(what, becomes);
    }
    const file = path.join(folder, "schema.graphql");
    await writeFile(file, schema);
    const { status, stderr } = spawnSync(process.execPath, [".ci/lint-schema.mjs", file], { encoding: "utf8" });
    expect([
      status,
      stderr
        .split("\n")
        .flatMap((line) => /^since \S+: (.*)/.exec(line)?.[1] ?? [])
        .sort(),
    ]).toEqual([1, breaks.map(([, , said]) => said).sort()]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
