import path from "node:path";
import type { Plugin } from "vite";
import { type ClientDocument, readDocuments } from "./read-documents.ts";

/**
 * Puts an ID for each document into a bundle instead of its text, and all texts into `documents.json` beside it, by which the server knows them:
 * docs/decisions/0089. What runs from the sources (`vite dev`) sends texts.
 * @param folder of the client's sources
 */
export function documents(folder: string): Plugin {
  let found = new Map<string, ClientDocument[]>();
  return {
    name: "accrue-documents",
    apply: "build",
    enforce: "pre",
    buildStart() {
      found = readDocuments(path.resolve(folder));
    },
    transform(code, id) {
      const here = found.get(path.resolve(id));
      if (!here) return;
      let text = code;
      for (const { start, end, id } of here.toReversed()) text = `${text.slice(0, start)}"${id}"${text.slice(end)}`;
      return { code: text, map: null };
    },
    generateBundle() {
      const texts = [...found.values()].flat().map(({ id, text }) => [id, text] as const);
      this.emitFile({
        type: "asset",
        fileName: "documents.json",
        source: JSON.stringify(Object.fromEntries(texts.toSorted(([a], [b]) => (a < b ? -1 : 1)))),
      });
    },
  };
}
