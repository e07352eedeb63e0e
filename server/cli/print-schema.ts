import { readdir, readFile, writeFile } from "node:fs/promises";
import { lexicographicSortSchema, printSchema } from "graphql";
import { openApi } from "../http/open-api.ts";
import { createSchema } from "../schema.ts";
import { codesPage, operationsPage } from "./api-pages.ts";
import { schemaChanges } from "./schema-changes.ts";
import { sdkDocuments } from "./sdk-documents.ts";

/** Where each release left its schema. */
const releases = "test/data/releases";

/** The schema of the last release: "0.10.0" comes after "0.9.0", and after "0.10.0-pre". */
async function lastRelease(): Promise<{ name: string; sdl: string }> {
  const names = (await readdir(releases)).flatMap((file) => /^(.*)\.graphql$/.exec(file)?.[1] ?? []);
  const order = (name: string) => (name.includes("-") ? name : `${name}~`);
  const name = names.toSorted((a, b) => order(a).localeCompare(order(b), "en", { numeric: true })).at(-1) ?? "";
  return { name, sdl: await readFile(`${releases}/${name}.graphql`, "utf8") };
}

function fail(why: string): never {
  console.error(why);
  process.exit(1);
}

/**
 * `npm run schema`: prints from the code schema.graphql, the pages of the API that say what is in it, and the SDK's documents. With `--check` it fails instead where
 * one of them differs, or where clients of the last release would break.
 */
const schema = lexicographicSortSchema(await createSchema());
const printed = `# Printed from the code by \`npm run schema\`.\n\n${printSchema(schema)}\n`;
const files = {
  "schema.graphql": printed,
  "docs/api/operations.md": operationsPage(schema),
  "docs/api/codes.md": codesPage(schema),
  "packages/sdk/documents.generated.ts": sdkDocuments(schema, await readFile("packages/sdk/documents.graphql", "utf8")),
  "docs/api/openapi.json": `${JSON.stringify(openApi(), null, 2)}\n`,
};

for (const [file, text] of Object.entries(files))
  if (!process.argv.includes("--check")) await writeFile(file, text);
  else if ((await readFile(file, "utf8").catch(() => "")) !== text)
    fail(`${file} differs from the code: run \`npm run schema\` and commit the file.`);

if (process.argv.includes("--check")) {
  const { name, sdl } = await lastRelease();
  const changes = schemaChanges(sdl, printed, new Date().toISOString().slice(0, 10));
  if (changes.length > 0)
    fail(
      `Clients of ${name} would break:\n${changes.map((change) => `- ${change}\n`).join("")}Keep it and mark it \`@deprecated\` for twelve months: docs/api/compatibility.md.`,
    );
}
