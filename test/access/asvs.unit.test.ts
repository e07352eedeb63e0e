import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

const root = path.join(import.meta.dirname, "../..");
const rows = readFileSync(path.join(root, "docs/asvs.md"), "utf8")
  .split("\n")
  .filter((line) => /^\| \d/.test(line))
  .map((line) => line.split(" | "));

/** Each test that the table names, with the words that it names it by. */
const evidence = rows.flatMap(([, , , , cell = ""]) =>
  [...cell.matchAll(/`(test\/[\w./-]+)`(?:: “([^”]+)”)?/g)].map(([, file = "", words = ""]) => ({ file, words })),
);

test("each requirement of levels 1 and 2 has one row, with a state and a reason or a test", () => {
  const ids = rows.map(([first = ""]) => first.replace("| ", ""));
  expect(new Set(ids).size).toBe(ids.length);
  expect(rows.filter(([, level]) => level === "1")).toHaveLength(70);
  expect(rows.filter(([, level]) => level === "2")).toHaveLength(183);
  const states = ["met", "met, by reading", "partly", "missing", "not applicable"];
  expect(
    rows.filter(([, , , state = "", cell = ""]) => !states.includes(state) || cell.replace("|", "").trim() === ""),
  ).toEqual([]);
  expect(rows.filter(([, , , state, cell = ""]) => state === "met" && !cell.includes("`test/"))).toEqual([]);
});

test("every test that is named as evidence is there, by its words", () => {
  expect(evidence.length).toBeGreaterThan(100);
  const lost = evidence.filter(({ file, words }) => {
    const at = path.join(root, file);
    return !existsSync(at) || !readFileSync(at, "utf8").includes(words);
  });
  expect(lost).toEqual([]);
});
