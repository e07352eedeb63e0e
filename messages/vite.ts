import path from "node:path";
import type { Plugin } from "vite";
import { base, compileAll, languagesOf, readCatalogue } from "./catalogue.ts";
import { pseudo, pseudoLanguages } from "./pseudo.ts";

const name = "virtual:messages";
const parser = "@formatjs/icu-messageformat-parser";

/**
 * Puts the catalogues of a folder into a bundle: English always, any other language as a file of its own that is loaded where somebody
 * wants it. Messages are compiled here, so that no parser goes to the browser. With ACCRUE_PSEUDO set, the pseudo-languages are there too.
 */
export function catalogues(folder: string): Plugin {
  const languages = () => [...languagesOf(folder), ...(process.env.ACCRUE_PSEUDO ? pseudoLanguages : [])];
  const isPseudo = (language: string) => (pseudoLanguages as readonly string[]).includes(language);
  return {
    name: "accrue-messages",
    config: () => ({
      resolve: { alias: [{ find: new RegExp(`^${parser}$`), replacement: `${parser}/no-parser.js` }] },
    }),
    resolveId: (id) => (id === name || id.startsWith(`${name}/`) ? `\0${id}` : undefined),
    load(id) {
      if (id === `\0${name}`) {
        const others = languages().filter((language) => language !== base);
        return [
          `export { default as english } from "${name}/${base}";`,
          "export const others = {",
          ...others.map((language) => `  "${language}": () => import("${name}/${language}"),`),
          "};",
        ].join("\n");
      }
      if (!id.startsWith(`\0${name}/`)) return;
      const language = id.slice(name.length + 2);
      const source = isPseudo(language) ? base : language;
      this.addWatchFile(path.resolve(folder, `${source}.json`));
      const texts = readCatalogue(folder, source);
      return `export default ${JSON.stringify(isPseudo(language) ? pseudo(texts) : compileAll(texts))};`;
    },
  };
}
