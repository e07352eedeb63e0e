import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { buildSchema, Kind, parse, validate } from "graphql";

const schema = buildSchema(readFileSync("schema.graphql", "utf8"));

/** What a page has between the lines that begin and end a block of GraphQL. */
const documentsIn = (page: string): string[] =>
  [...readFileSync(page, "utf8").matchAll(/^```graphql\n(.*?)^```/gms)].map(([, text = ""]) => text);

const pages = readdirSync("docs", { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".md"))
  .map((file) => path.join("docs", file))
  .filter((page) => documentsIn(page).length > 0);

test.each(pages)(
  "the documents of %s are right, and have names that code generators and caches of documents ask for",
  (page) => {
    const documents = documentsIn(page).map((text) => parse(text));
    expect(documents.flatMap((document) => validate(schema, document).map(({ message }) => message))).toEqual([]);
    const names = documents.flatMap(({ definitions }) =>
      definitions.map((each) => (each.kind === Kind.OPERATION_DEFINITION ? each.name?.value : each.kind)),
    );
    expect(names).toEqual([...new Set(names.filter((name) => name !== undefined))]);
  },
);

test("there are such pages", () => expect(pages).toContain("docs/api/recipe-lms.md"));
