import { spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { schemaChanges } from "../server/cli/schema-changes.ts";

const runner = path.resolve(".ci/check.mjs");
let folder: string;

/** Runs the checks of a package that has these scripts. */
async function check(scripts: Record<string, string>, ...args: string[]) {
  await writeFile(path.join(folder, "package.json"), JSON.stringify({ scripts }));
  const { status, stdout, stderr } = spawnSync(process.execPath, [runner, ...args], { cwd: folder, encoding: "utf8" });
  // Stages end in any order and take any time.
  const lines = `${stdout}${stderr}`.replace(/ \(\d+\.\d s\)/g, "").split("\n");
  return { status, lines: lines.filter(Boolean).sort() };
}

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "accrue-check-"));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

test("every stage is run and reported, whatever the first one finds", async () => {
  const scripts = {
    "check:one": "echo wrong && exit 3",
    "check:two": "exit 0",
    "check:three": "exit 1",
    other: "exit 1",
  };
  expect(await check(scripts)).toEqual({
    status: 1,
    lines: [
      "    wrong",
      expect.stringMatching(/^2 of 3 checks failed: (one, three|three, one)\.$/),
      "✓ two",
      "✗ one",
      "✗ three",
    ],
  });
});

test("what passes says no more than its name", async () => {
  expect(await check({ "check:one": "echo fine", "check:two": "echo fine" })).toEqual({
    status: 0,
    lines: ["✓ one", "✓ two"],
  });
});

test("some are run by their names, the quick ones together", async () => {
  const scripts = {
    "check:format": "exit 0",
    "check:types": "exit 0",
    "check:schema": "exit 0",
    "check:slow": "exit 1",
  };
  expect(await check(scripts, "--quick")).toEqual({ status: 0, lines: ["✓ format", "✓ schema", "✓ types"] });
  expect(await check(scripts, "types", "slow")).toMatchObject({ status: 1 });
  expect(await check(scripts, "tipes")).toEqual({
    status: 1,
    lines: ["There is no check named tipes. There are: format, types, schema, slow; and --quick."],
  });
});

describe("a schema beside the last release's", () => {
  const field = (marked = "") => `type Query { kept: Thing gone(way: Way = UP): Other ${marked} }
    type Thing { name: String! } type Other { name: String } enum Way { UP DOWN } input In { a: Int }
    type Mutation { change(input: In, id: ID): Int }`;
  const released = field();
  const of = (now: string, before = released) => schemaChanges(before, now, "2027-11-29");

  test("may grow", () => {
    expect(of(released)).toEqual([]);
    const grown = released
      .replace("kept: Thing", "kept(more: Int): Thing! added: Int")
      .replace("DOWN", "DOWN ASIDE")
      .replace("a: Int", "a: Int b: Int");
    expect(of(grown)).toEqual([]);
  });

  test.each([
    ["a field that is gone", "name: String! }", "other: String! }", "Thing.name was removed."],
    ["a type that may be null", "name: String!", "name: String", "Thing.name changed type from String! to String."],
    ["a value that is gone", "UP DOWN", "UP", "DOWN was removed from enum type Way."],
    ["an argument that must be given", "id: ID", "id: ID!", "Mutation.change arg id has changed type from ID to ID!."],
    [
      "an argument more that must be given",
      "id: ID",
      "id: ID, x: Int!",
      "A required arg x on Mutation.change was added.",
    ],
    ["an input that must be given", "a: Int", "a: Int!", "In.a changed type from Int to Int!."],
    ["another default", "= UP", "= DOWN", "Query.gone arg way has changed defaultValue from UP to DOWN."],
  ])("%s breaks clients", (_what, from, to, said) => {
    expect(of(released.replace(from, to))).toEqual([said]);
  });

  test("what was marked for twelve months may go, with what it led to, and not a day before", () => {
    const gone =
      "type Query { kept: Thing } type Thing { name: String! } input In { a: Int } type Mutation { change(input: In, id: ID): Int }";
    const marked = (day: string) => field(`@deprecated(reason: "Since ${day}: ask for kept.")`);
    expect(of(gone, marked("2026-11-29"))).toEqual([]);
    for (const before of [marked("2026-11-30"), released, field('@deprecated(reason: "Old.")'), field("@deprecated")])
      expect(of(gone, before)).toContain("Query.gone was removed.");
    expect(of(marked("2027-11-29"))).toEqual([]);
    expect(of(field('@deprecated(reason: "Old.")'))).toEqual([
      'gone is deprecated with a reason that does not begin "Since YYYY-MM-DD: ".',
    ]);
  });
});
