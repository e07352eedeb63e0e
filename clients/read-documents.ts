import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";

/** A document that a client sends, as it stands in one of its files. */
export interface ClientDocument {
  /** Its whole text, with its fragments. */
  text: string;
  /** What a bundle has in its place. */
  id: string;
  /** Where the call stands that makes it. */
  start: number;
  end: number;
}

interface Call {
  /** What the call's answer is kept under. */
  name: string;
  own: string;
  fragments: string[];
  start: number;
  end: number;
}

interface Module {
  calls: Call[];
  /** Where a name comes from: the file, and what it is called there. */
  imported: Map<string, [file: string, name: string]>;
}

/**
 * The first 96 bits of the text's SHA-256: whole ones would make the attendee's client larger than the texts do. The server takes them for what stands
 * in a client's own manifest alone, where nobody else puts anything.
 */
const idOf = (text: string): string => createHash("sha256").update(text).digest("base64url").slice(0, 16);

const isOperation = (text: string): boolean => /^\s*(?:query|mutation|subscription)\b/.test(text);

function readModule(file: string): Module {
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true);
  const module: Module = { calls: [], imported: new Map() };
  const refusal = (why: string) => new Error(`${file}: ${why}`);
  const look = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
      const { text: from } = node.moduleSpecifier;
      const names = node.importClause?.namedBindings;
      if (from.startsWith(".") && names && ts.isNamedImports(names))
        for (const { name, propertyName } of names.elements)
          module.imported.set(name.text, [path.resolve(path.dirname(file), from), (propertyName ?? name).text]);
    }
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === "graphql") {
      const [own, fragments] = node.arguments;
      if (!own || !ts.isNoSubstitutionTemplateLiteral(own)) throw refusal("a document is one literal text.");
      if (!ts.isVariableDeclaration(node.parent) || !ts.isIdentifier(node.parent.name))
        throw refusal("a document has a name.");
      if (fragments && !(ts.isArrayLiteralExpression(fragments) && fragments.elements.every(ts.isIdentifier)))
        throw refusal("fragments of a document are a list of their names.");
      module.calls.push({
        name: node.parent.name.text,
        own: own.text,
        fragments: fragments ? (fragments.elements as ts.NodeArray<ts.Identifier>).map(({ text }) => text) : [],
        start: node.getStart(source),
        end: node.getEnd(),
      });
    }
    ts.forEachChild(node, look);
  };
  look(source);
  return module;
}

/**
 * Every document that a client sends, by the file that it stands in. `graphql()` of `data/graphql.ts` and `api/graphql.ts` makes the same text
 * from a document and its fragments.
 * @param folder of the client's sources
 */
export function readDocuments(folder: string): Map<string, ClientDocument[]> {
  const modules = new Map<string, Module>();
  const moduleOf = (file: string): Module => {
    const module = modules.get(file) ?? readModule(file);
    modules.set(file, module);
    return module;
  };
  const textOf = (file: string, name: string): string => {
    const { calls, imported } = moduleOf(file);
    const call = calls.find((each) => each.name === name);
    if (call) return whole(file, call);
    const from = imported.get(name);
    if (!from) throw new Error(`${file}: there is no fragment ${name}.`);
    return textOf(...from);
  };
  const whole = (file: string, { own, fragments }: Call): string =>
    [own, ...fragments.map((name) => textOf(file, name))].join("\n");

  const found = new Map<string, ClientDocument[]>();
  for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    const file = path.resolve(folder, name);
    if (!/\.tsx?$/.test(name) || !readFileSync(file, "utf8").includes("graphql(")) continue;
    const documents = moduleOf(file)
      .calls.filter(({ own }) => isOperation(own))
      .map((call) => {
        const text = whole(file, call);
        return { text, id: idOf(text), start: call.start, end: call.end };
      });
    if (documents.length > 0) found.set(file, documents);
  }
  return found;
}
