import { mkdirSync, writeFileSync } from "node:fs";
import { base, parametersOf, read, readCatalogue } from "./catalogue.ts";

/**
 * Prints which messages a client has, and which parameters each takes: `tsx messages/print-types.ts admin` writes
 * dist/types/admin-messages.d.ts from admin/i18n/en.json. Messages of which a part is wrapped are apart, since they make no string.
 */
const types = { text: "string | number", number: "number", tag: "(part: Node) => Node" };

for (const client of process.argv.slice(2)) {
  const plain: string[] = [];
  const rich: string[] = [];
  for (const [key, text] of Object.entries(readCatalogue(`${client}/i18n`, base))) {
    const parameters = [...parametersOf(read(key, text))];
    const shape = parameters.map(([name, kind]) => `${name}: ${types[kind]}`).join("; ");
    const isRich = parameters.some(([, kind]) => kind === "tag");
    (isRich ? rich : plain).push(`  ${JSON.stringify(key)}: {${shape && ` ${shape} `}};`);
  }
  mkdirSync("dist/types", { recursive: true });
  writeFileSync(
    `dist/types/${client}-messages.d.ts`,
    ["export interface Plain {", ...plain, "}", "export interface Rich<Node> {", ...rich, "}", ""].join("\n"),
  );
}
