import { readdir, readFile } from "node:fs/promises";
import { buildSchema, parse, validate } from "graphql";

test("every document that the pages of the API show is one that the API takes", async () => {
  const schema = buildSchema(await readFile("schema.graphql", "utf8"));
  const pages = (await readdir("docs/api")).filter((name) => name.endsWith(".md"));
  const shown: { page: string; document: string }[] = [];
  for (const page of pages) {
    const text = await readFile(`docs/api/${page}`, "utf8");
    for (const [, document = ""] of text.matchAll(/^```graphql\n(.*?)^```/gms)) shown.push({ page, document });
  }
  expect(shown.length).toBeGreaterThan(10);
  const wrong = shown.flatMap(({ page, document }) =>
    validate(schema, parse(document)).map(({ message }) => `${page}: ${message}`),
  );
  expect(wrong).toEqual([]);
});
