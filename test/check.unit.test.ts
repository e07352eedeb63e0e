import { spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";

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
