import { readFileSync } from "node:fs";
import { fold } from "../../server/core/fold.ts";
import { everyKind, kindOfFile } from "../../server/moving/every-kind.ts";
import { outsideCodeKey } from "../../server/moving/outside-code.ts";

test("docs/moving-in.md tells every kind of file and every column, and no other", () => {
  const docs = readFileSync("docs/moving-in.md", "utf8");
  const told = docs
    .split(/^### /m)
    .slice(1)
    .map((part) => ({
      file: part.match(/^`(.*)\.csv`/)?.[1],
      columns: [...part.matchAll(/^\| ([^|]+?) \| (yes)? ?\|/gm)].map(([, heading, needed]) => [
        heading,
        needed === "yes",
      ]),
    }));
  expect(told).toEqual(
    everyKind.map(({ fileNames, columns }) => ({
      file: fileNames[0].replaceAll(" ", "-"),
      columns: columns.map(({ headings, required = false }) => [headings[0], required]),
    })),
  );
});

test("no heading of a kind means two columns, and no name of a file two kinds", () => {
  for (const { name, columns } of everyKind) {
    const headings = columns.flatMap((column) => [...new Set(column.headings.map(fold))]);
    expect([name, headings.filter((heading, at) => headings.indexOf(heading) !== at)]).toEqual([name, []]);
  }
  const names = everyKind.flatMap(({ fileNames }) => fileNames.map(fold));
  expect(names).toEqual([...new Set(names)]);
});

test.each([
  ["members.csv", "MEMBERS"],
  ["old system/Members 2025 (1).xlsx", "MEMBERS"],
  ["former_names.CSV", "FORMER_NAMES"],
  ["notes.txt", null],
])("what the rows of %s are", (name, kind) => {
  expect(kindOfFile(name)).toBe(kind);
});

test.each([
  ["old1-2345 ab", "01D12345AB"],
  ["short", null],
  ["——————————", null],
])("the key of %s", (typed, key) => {
  expect(outsideCodeKey(typed)).toBe(key);
});
