import { readFile, writeFile } from "node:fs/promises";
import { lexicographicSortSchema, printSchema } from "graphql";
import { createSchema } from "../schema.ts";

/** `npm run schema`: prints schema.graphql from the code. With `--check` it fails where the file differs instead. */
const printed = `# Printed from the code by \`npm run schema\`.\n\n${printSchema(lexicographicSortSchema(await createSchema()))}\n`;
if (!process.argv.includes("--check")) await writeFile("schema.graphql", printed);
else if ((await readFile("schema.graphql", "utf8").catch(() => "")) !== printed) {
  console.error("schema.graphql differs from the code: run `npm run schema` and commit the file.");
  process.exit(1);
}
