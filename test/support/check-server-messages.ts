import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { IntlMessageFormat } from "intl-messageformat";
import ts from "typescript";
import { messages as english } from "../../server/messages/en.ts";

/**
 * Part of `npm run check`: what people read from the server comes from server/messages/. Fails on a sentence that stands in the code, on a
 * message that nothing says, and on a translation that has one too many, one too few, or other parameters than English. That a key
 * exists is what TypeScript checks.
 */
const folder = "server/messages";

/** What only whoever runs or builds the server reads; and the files of a copy of one's data, which are in English yet. */
const forOperators =
  /^server\/(cli|db|demo|setup|graphiql|jobs)\/|^server\/[\w-]+\.ts$|\.resolver\.ts$|^server\/(core\/(config|hold|log|audit-(chain|rights))|http\/(health|open-api)|accounts\/demo-accounts|certificates\/log\/check-log|persons\/data-export\.contents)\.ts$/;

/** Parts whose names are given without the part, by the function that says them. */
const givenByName = /^(notFound|stale|move|input|fileFormat)\./;

/** Two words or more that end as a sentence does, and no SQL. */
const isSentence = (text: string) =>
  /^[\p{L}"“][^\n]*\p{L} [^\n]*[.?!]$/u.test(text.trim()) && !/\b(SELECT|FROM|WHERE)\b/.test(text);

/** Descriptions of the schema, and what a developer reads. */
function isForDevelopers(node: ts.Node): boolean {
  if (ts.isImportDeclaration(node) || ts.isTypeNode(node)) return true;
  if (ts.isPropertyAssignment(node)) return /^(description|defaultDescription)$/.test(node.name.getText());
  if (ts.isNewExpression(node)) return /^(?!Domain|Multipart).*Error$|^Undecodable/.test(node.expression.getText());
  return ts.isCallExpression(node) && /^(log\.\w+|super|ourFault)$/.test(node.expression.getText());
}

const problems: string[] = [];
const texts = new Set<string>();
const beginnings = new Set<string>();

for (const name of readdirSync("server", { recursive: true, encoding: "utf8" })) {
  const file = path.join("server", name);
  if (!file.endsWith(".ts") || file.startsWith(folder)) continue;
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true);
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node)) texts.add(node.text);
    if (ts.isTemplateHead(node)) beginnings.add(node.text);
    const text = ts.isStringLiteralLike(node)
      ? node.text
      : ts.isTemplateExpression(node)
        ? node.getText().slice(1, -1)
        : "";
    if (isSentence(text) && !forOperators.test(file) && !isDescription(node))
      problems.push(
        `${file}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}: a sentence outside the catalogue: ${text.slice(0, 80)}`,
      );
    if (!isForDevelopers(node)) ts.forEachChild(node, visit);
  };
  /** Whether it is the text of a constant that descriptions share. */
  const isDescription = (node: ts.Node): boolean =>
    ts.isVariableDeclaration(node.parent) && /[dD]escription$/.test(node.parent.name.getText());
  visit(source);
}

const flat = (catalogue: Record<string, Record<string, string>>) =>
  new Map(
    Object.entries(catalogue).flatMap(([part, all]) =>
      Object.entries(all).map(([name, text]) => [`${part}.${name}`, text]),
    ),
  );

/** The parameters of a message, with their formats, in the order of their names. */
function parametersOf(text: string): string {
  const found = new Set<string>();
  const walk = (elements: ReturnType<IntlMessageFormat["getAst"]>): void => {
    for (const element of elements) {
      if ("value" in element && element.type !== 0) found.add(`${element.value} (${element.type})`);
      if ("options" in element) for (const option of Object.values(element.options)) walk(option.value);
    }
  };
  walk(new IntlMessageFormat(text, "en", undefined, { ignoreTag: true }).getAst());
  return [...found].sort().join(", ");
}

const inEnglish = flat(english);
for (const [key] of inEnglish) {
  const [, name = ""] = key.split(".");
  const isSaid =
    texts.has(key) ||
    (givenByName.test(key) && texts.has(name.replace(/OfEach$/, ""))) ||
    [...beginnings].some((each) => each.includes(".") && key.startsWith(each));
  if (!isSaid) problems.push(`${folder}/en.ts: nothing says ${key}`);
}
for (const file of readdirSync(folder)) {
  if (file === "en.ts") continue;
  const translated = flat((await import(path.resolve(folder, file))).messages);
  for (const [key, text] of inEnglish) {
    const other = translated.get(key);
    if (other === undefined) problems.push(`${folder}/${file}: ${key} is missing`);
    else if (parametersOf(other) !== parametersOf(text))
      problems.push(`${folder}/${file}: ${key} has other parameters than English`);
  }
  for (const key of translated.keys())
    if (!inEnglish.has(key)) problems.push(`${folder}/${file}: English has no ${key}`);
}

for (const problem of problems.sort()) console.error(problem);
if (problems.length > 0) process.exitCode = 1;
