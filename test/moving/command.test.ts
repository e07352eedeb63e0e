import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { readChosenColumns } from "../../server/cli/chosen-columns.ts";
import { World } from "../support/world.ts";

test("the command takes for what headings are used from a file, and says which it passes over", async () => {
  const world = await World.start();
  const folder = await mkdtemp(path.join(tmpdir(), "accrue-import-"));
  try {
    await writeFile(
      path.join(folder, "members.csv"),
      "Nr,First Name,Last Name,Name at Birth,Colour\n100200,Jane,Weber,Jones,Red\n",
    );
    await writeFile(
      path.join(folder, "columns.json"),
      JSON.stringify({ MEMBERS: { Nr: "Member ID", "Name at Birth": "last_name", "Last Name": null } }),
    );
    const run = (...args: string[]) =>
      new Promise<{ code: number; said: string }>((resolve) => {
        const env = { ...process.env, DATABASE_URL: world.database.url, NODE_ENV: "test", LOG_LEVEL: "silent" };
        execFile(
          process.execPath,
          ["--import", "tsx", "server/cli/import.ts", folder, ...args],
          { env },
          (error, out, err) => resolve({ code: Number(error?.code ?? 0), said: out + err }),
        );
      });
    const done = await run("--columns", path.join(folder, "columns.json"));
    expect(done.said).toContain("members.csv: MEMBERS, 1 rows, 1 new");
    expect(done.said).toContain("passed over: Last Name, Colour");
    expect(done.code).toBe(0);
    expect(await world.sql("SELECT member_number, last_name FROM member")).toEqual([
      { member_number: "100200", last_name: "Jones" },
    ]);
  } finally {
    await rm(folder, { recursive: true });
    await world.stop();
  }
});

test.each([
  ["{", "it is no JSON."],
  ["[]", "write kinds with their headings"],
  ['{ "PEOPLE": {} }', "there is no kind PEOPLE."],
  ['{ "MEMBERS": ["Nr"] }', "MEMBERS has no headings with their columns."],
  [
    '{ "MEMBERS": { "Nr": "Number of the member" } }',
    "a file of MEMBERS has no column Number of the member. It has: Member ID, ",
  ],
])("of a file of columns that is wrong it is said what: %s", (text, said) => {
  expect(() => readChosenColumns(text)).toThrow(said);
});
