import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { isStructurallySame } from "@formatjs/icu-messageformat-parser";
import ts from "typescript";
import { base, type Catalogue, languagesOf, read, readCatalogue } from "./catalogue.ts";

/**
 * Part of `npm run check`: every sentence that people read comes from a catalogue. Fails on one that stands in the code, on a key that is in
 * no catalogue or is used by nothing, and on a translation whose parameters are not those of English.
 */
interface Root {
  folder: string;
  /** Where its catalogues are: one file for each language. */
  catalogues: string;
  /** Beginnings of keys that a library asks for by itself. */
  askedByLibraries?: readonly string[];
  /** Folders that have no sentences: what is in them is for developers. */
  without?: readonly string[];
  /** Names that are the same in every language. */
  names?: readonly string[];
  /** Functions and classes one of whose arguments is read by people, by its position. */
  said: Readonly<Record<string, number>>;
}

const roots: Root[] = [
  {
    folder: "admin",
    catalogues: "admin/i18n",
    askedByLibraries: ["ra.", "resources."],
    names: [
      "Registered Polysomnographic Technologist",
      "Board of Registered Polysomnographic Technologists",
      "Certified Administrator Surgery Center",
      "Board of Ambulatory Surgery Certification",
    ],
    without: ["vite.config.ts"],
    said: { notify: 0, Refusal: 0 },
  },
  {
    folder: "attendee",
    catalogues: "attendee/i18n",
    without: ["vite.config.ts"],
    names: ["Edge", "Opera", "Firefox", "Chrome", "Safari", "Android", "Windows", "Mac", "Linux"],
    said: { Refusal: 0 },
  },
];

/** Attributes and fields that people read, by any name that ours and the libraries' components have for them. */
const readByPeople =
  /^(.*[lL]abel|label(Heading)?|valueHeading|title|placeholder|alt|aria-(label|description|roledescription|valuetext)|help(erText)?|hint|explanation|confirm|invitation|submit|submitting|done|primaryText|primary|secondary|empty(Text)?|heading|headings|summary|message)$/;

/** Attributes and fields whose text is for machines, however it reads. */
const forMachines = /^(class(Name)?|sx|style|key|id|d|href|to|src|accept|viewBox|styleOverrides|fontFamily|content)$/;

/** No colour reads as a word. */
const hasWords = (text: string) => /\p{L}{2}/u.test(text) && !/^#[\da-f]{3,8}$/i.test(text);

/** Two words or more, that begin as a sentence does or end as one. */
const readsAsSentence = (text: string) =>
  /^\p{Lu}\p{Ll}+$/u.test(text) ||
  (/^\P{L}*\p{L}[\p{L}’'-]*,? +\p{L}/u.test(text) && (/^\P{L}*\p{Lu}\p{Ll}/u.test(text) || /[.?!:…]\s*$/.test(text)));

const problems: string[] = [];

for (const root of roots) {
  const english = readCatalogue(root.catalogues, base);
  const used = new Set<string>();
  const beginnings = new Set<string>();
  for (const file of filesOf(root)) checkFile(root, file, english, used, beginnings);
  for (const key of Object.keys(english)) {
    const isUsed =
      used.has(key) || [...beginnings, ...(root.askedByLibraries ?? [])].some((beginning) => key.startsWith(beginning));
    if (!isUsed) problems.push(`${root.catalogues}/${base}.json: ${key} is used by nothing`);
  }
  for (const language of languagesOf(root.catalogues)) checkLanguage(root, language, english);
}

for (const problem of problems.sort()) console.error(problem);
if (problems.length > 0) process.exitCode = 1;

function filesOf({ folder, without = [] }: Root): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => /\.tsx?$/.test(file) && !without.some((each) => file === each || file.startsWith(`${each}/`)))
    .map((file) => path.join(folder, file));
}

function checkFile(root: Root, file: string, english: Catalogue, used: Set<string>, beginnings: Set<string>): void {
  const kind = file.endsWith("x") ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true, kind);
  const say = (node: ts.Node, problem: string) => {
    const { line } = source.getLineAndCharacterOfPosition(node.getStart(source));
    problems.push(`${file}:${line + 1}: ${problem}`);
  };
  /** @param readable whether people read what stands here */
  const visit = (node: ts.Node, readable: boolean): unknown => {
    const into = (inside: boolean) => ts.forEachChild(node, (child) => visit(child, inside));
    if (isForMachines(node)) return;
    if (ts.isCallExpression(node) && node.expression.getText(source) === "t") return visitKey(node);
    if (ts.isJsxText(node)) {
      if (hasWords(node.text)) say(node, `a sentence outside the catalogue: ${shown(node.text)}`);
      return;
    }
    if (ts.isStringLiteralLike(node)) return visitText(node, node.text, readable);
    if (ts.isTemplateExpression(node)) {
      note(node);
      for (const text of [node.head, ...node.templateSpans.map((span) => span.literal)])
        visitText(text, text.text, readable);
      for (const { expression } of node.templateSpans) visit(expression, readable);
      return;
    }
    if (ts.isJsxAttribute(node)) return into(readByPeople.test(node.name.getText(source)));
    if (ts.isPropertyAssignment(node)) return visit(node.initializer, readByPeople.test(nameOf(node.name)));
    if (ts.isJsxExpression(node)) return into(readable || !ts.isJsxAttribute(node.parent));
    if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
      const position = root.said[node.expression.getText(source).split(".").at(-1) ?? ""];
      visit(node.expression, false);
      node.arguments?.forEach((argument, at) => {
        visit(argument, at === position);
      });
      return;
    }
    // What is chosen between is read; what is compared is not.
    if (ts.isConditionalExpression(node)) {
      visit(node.condition, false);
      visit(node.whenTrue, readable);
      return visit(node.whenFalse, readable);
    }
    if (ts.isBinaryExpression(node)) {
      const operator = node.operatorToken.getText(source);
      if (/^[!=]==$/.test(operator)) return;
      const joins = ["+", "??", "||"].includes(operator);
      visit(node.left, joins && readable);
      return visit(
        node.right,
        (joins || node.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken) && readable,
      );
    }
    if (ts.isParenthesizedExpression(node) || ts.isArrayLiteralExpression(node) || ts.isAsExpression(node))
      return into(readable);
    into(false);
  };
  const visitText = (node: ts.Node, text: string, readable: boolean): void => {
    if (text in english) used.add(text);
    else if (root.names?.includes(text)) return;
    else if (/^[A-Z][A-Z\d_]*$/.test(text))
      return; // A value of the schema.
    else if (readable ? hasWords(text) : readsAsSentence(text))
      say(node, `a sentence outside the catalogue: ${shown(text)}`);
  };
  /** A key whose end is decided at runtime uses all that begin like it. TypeScript sees to it that each of them is there. */
  const note = (node: ts.TemplateExpression): void => {
    const { text } = node.head;
    if (/^[a-z]\w*\.([\w.-]*)$/i.test(text) && Object.keys(english).some((key) => key.startsWith(text)))
      beginnings.add(text);
  };
  const visitKey = (call: ts.CallExpression): void => {
    const [key, ...values] = call.arguments;
    const choices = (node: ts.Expression): void => {
      if (ts.isStringLiteralLike(node)) {
        used.add(node.text);
        if (!(node.text in english)) say(node, `no catalogue has the key ${node.text}`);
      } else if (ts.isTemplateExpression(node)) note(node);
      else if (ts.isConditionalExpression(node)) {
        visit(node.condition, false);
        choices(node.whenTrue);
        choices(node.whenFalse);
      } else if (ts.isParenthesizedExpression(node)) choices(node.expression);
      else visit(node, false);
    };
    if (key) choices(key);
    for (const value of values) visit(value, true);
  };
  visit(source, false);
}

function isForMachines(node: ts.Node): boolean {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node) || ts.isTypeNode(node)) return true;
  if (ts.isTypeAliasDeclaration(node) || ts.isInterfaceDeclaration(node) || ts.isCaseClause(node)) return false;
  if (ts.isJsxAttribute(node)) return forMachines.test(node.name.getText());
  if (ts.isPropertyAssignment(node)) return forMachines.test(nameOf(node.name));
  if (ts.isCallExpression(node)) return /^(graphql|import)$/.test(node.expression.getText());
  // What a developer reads.
  return ts.isNewExpression(node) && node.expression.getText() === "Error";
}

function checkLanguage(root: Root, language: string, english: Catalogue): void {
  const file = `${root.catalogues}/${language}.json`;
  for (const [key, text] of Object.entries(readCatalogue(root.catalogues, language))) {
    const inEnglish = english[key];
    try {
      const elements = read(key, text);
      if (inEnglish === undefined) problems.push(`${file}: English has no ${key}`);
      else {
        const { error } = isStructurallySame(read(key, inEnglish), elements);
        if (error) problems.push(`${file}: ${key}: ${error.message}`);
      }
    } catch (error) {
      problems.push(`${file}: ${(error as Error).message}`);
    }
  }
  const keys = Object.keys(readCatalogue(root.catalogues, language));
  if (keys.some((key, at) => at > 0 && key <= (keys[at - 1] ?? ""))) problems.push(`${file}: keys are not in order`);
}

function nameOf(name: ts.PropertyName): string {
  return ts.isIdentifier(name) || ts.isStringLiteral(name) ? name.text : "";
}

function shown(text: string): string {
  return JSON.stringify(text.trim().replace(/\s+/g, " ").slice(0, 80));
}
