import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";

// Its native engines are programs of other platforms; the one in JavaScript is there everywhere.
process.env.RECHECK_BACKEND = "pure";
const { checkSync } = await import("recheck");

const root = path.join(import.meta.dirname, "../..");

const sources = ["server", "admin", "attendee"].flatMap((folder) =>
  readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => path.join(folder, file)),
);

/** Every regular expression that stands as such in a source file. */
function patternsOf(file: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) found.push(node.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, readFileSync(path.join(root, file), "utf8"), ts.ScriptTarget.Latest, true));
  return found;
}

const isLinear = (literal: string): boolean => {
  const [, source = "", flags = ""] = /^\/(.*)\/([a-z]*)$/s.exec(literal) ?? [];
  // Milliseconds do on a machine at rest. The limit is for what is so large that nothing can be said of it: that is named as well.
  return checkSync(source, flags, { timeout: 60_000, incubationTimeout: null, attackTimeout: null }).status === "safe";
};

// What people send is searched with these: one that goes back and forth over it stops the server for everybody.
test("no pattern takes more than linear time", () => {
  expect(["/(a+)+$/", "/[\\s]+$/g"].filter(isLinear)).toEqual([]);
  const patterns = new Map(sources.flatMap((file) => patternsOf(file).map((literal) => [literal, file])));
  expect(patterns.size).toBeGreaterThan(100);
  expect(
    [...patterns].filter(([literal]) => !isLinear(literal)).map(([literal, file]) => `${file}: ${literal}`),
  ).toEqual([]);
});
