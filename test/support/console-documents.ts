import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

const folder = path.join(import.meta.dirname, "../../admin");

/** Every document that the console sends, by the name of its operation, as it stands in the sources. */
const documents = new Map<string, string>(
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".data.ts"))
    .flatMap((file) => [...readFileSync(path.join(folder, file), "utf8").matchAll(/graphql\(`([^`]+)`/g)])
    .flatMap(([, text = ""]) => {
      const name = /^\s*(?:query|mutation) (\w+)/.exec(text)?.[1];
      return name ? [[name, text] as const] : [];
    }),
);

/** The document of this operation that the console sends. */
export function consoleDocument(operation: string): string {
  const text = documents.get(operation);
  if (text === undefined) throw new Error(`The console has no operation ${operation}.`);
  return text;
}
