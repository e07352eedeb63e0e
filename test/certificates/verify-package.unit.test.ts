import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { signedByItsKey } from "../support/self-signed.ts";

const folder = mkdtempSync(path.join(tmpdir(), "accrue-verify-"));
const installed = path.join(folder, "node_modules/accrue-verify");
const own = JSON.parse(readFileSync("packages/verify/package.json", "utf8"));

/** Packs it, and installs the tarball where there is nothing else: what it names as its dependencies, from here. */
beforeAll(() => {
  // Scripts run on purpose: our own .npmrc, which npm hands down to what it runs, has them off, and packing builds.
  const pack = ["pack", "--silent", "--ignore-scripts=false", "--pack-destination", folder];
  const said = execFileSync("npm", pack, { cwd: "packages/verify" });
  const tarball = path.join(folder, said.toString("utf8").trim().split("\n").at(-1) ?? "");
  mkdirSync(installed, { recursive: true });
  execFileSync("tar", ["-xzf", tarball, "-C", installed, "--strip-components=1"]);
  for (const name of Object.keys(own.dependencies)) {
    const to = path.join(folder, "node_modules", name);
    mkdirSync(path.dirname(to), { recursive: true });
    symlinkSync(path.resolve("node_modules", name), to);
  }
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const command = [process.execPath, path.join(installed, own.bin["accrue-verify"])];

/** @param before what runs it, as one without a network */
function verify(before: string[], ...args: string[]): { status: number | null; stdout: string } {
  const [program = "", ...rest] = [...before, ...command, ...args];
  const { status, stdout } = spawnSync(program, rest, { cwd: folder, encoding: "utf8" });
  return { status, stdout };
}

test("it names the versions that the server has", () => {
  const { dependencies } = JSON.parse(readFileSync("package.json", "utf8"));
  const ours = Object.fromEntries(Object.keys(own.dependencies).map((name) => [name, dependencies[name]]));
  expect(own.dependencies).toEqual(ours);
});

test("it is run by its name, and is as free as the rest", () => {
  expect(readFileSync(path.join(installed, own.bin["accrue-verify"]), "utf8")).toMatch(/^#!\/usr\/bin\/env node\n/);
  expect(readFileSync(path.join(installed, "LICENSE"), "utf8")).toBe(readFileSync("LICENSE", "utf8"));
});

describe.each([
  ["as it is", []],
  ["without a network", ["unshare", "-rn"]],
] as [string, string[]][])("installed, %s", (_, before) => {
  const isRefused = before.length > 0 && spawnSync("unshare", ["-rn", "true"]).status !== 0;
  const maybe = isRefused ? test.skip : test;

  maybe(
    "it checks what is signed by a key that needs no evidence, and what was changed",
    async () => {
      const { credential, changed } = await signedByItsKey();
      writeFileSync(path.join(folder, "one.json"), credential);
      writeFileSync(path.join(folder, "changed.json"), changed);
      writeFileSync(path.join(folder, "rubbish.pdf"), "%PDF-1.7\n%%EOF\n");
      // Anybody can sign with a key of their own: who that is, a bundle says.
      const alone = verify(before, "one.json");
      expect([alone.status, alone.stdout]).toEqual([2, expect.stringMatching(/^NOT CHECKED WHOLLY: A name\n/)]);
      expect(alone.stdout).toMatch(/\[yes\] signature: [\s\S]*\[ \? \] issuer: Who did:key:/);
      writeFileSync(
        path.join(folder, "bundle.json"),
        JSON.stringify({ issuers: [{ id: JSON.parse(credential).issuer.id }] }),
      );
      expect(verify(before, "one.json", "--bundle", "bundle.json")).toMatchObject({
        status: 0,
        stdout: expect.stringMatching(/^VALID: A name\n/),
      });
      expect(verify(before, "changed.json")).toMatchObject({
        status: 1,
        stdout: expect.stringMatching(/^NOT VALID: /),
      });
      expect(verify(before, "rubbish.pdf").status).toBe(2);
      expect(verify(before, "none.json").status).toBe(2);
    },
    60_000,
  );
});
