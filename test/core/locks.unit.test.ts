import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { advisoryLocks } from "../../server/core/locks.ts";

const server = path.join(import.meta.dirname, "../../server");
const files = readdirSync(server, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts") && !file.includes("migrations") && file !== path.join("core", "locks.ts"))
  .map((file) => ({ file, text: readFileSync(path.join(server, file), "utf8") }));

test("how rows are locked, and by which numbers, stands in core/locks.ts alone", () => {
  const literal =
    /\bFOR\s+(NO\s+KEY\s+UPDATE|UPDATE|SHARE|KEY\s+SHARE)\b|\bpessimistic_\w+|\bfor_(no_key_update|key_share)\b|advisory\w*\(\s*'?\d|\b4_?117_?225|\bhashtextextended\(/;
  expect(files.length).toBeGreaterThan(300);
  expect(files.filter(({ text }) => literal.test(text)).map(({ file }) => file)).toEqual([]);
});

test("whoever takes an advisory lock has its number from there", () => {
  const takers = files.filter(({ text }) => /\bpg_(try_)?advisory\w+\(/.test(text));
  expect(takers.length).toBeGreaterThan(3);
  expect(
    takers
      .filter(({ text }) => !/\b(advisoryLocks|uploadCheckLockSql|deliveryLockSql)\b.*core\/locks\.ts/.test(text))
      .map(({ file }) => file),
  ).toEqual([]);
});

test("no two have the same number", () => {
  const numbers: number[] = Object.values(advisoryLocks);
  expect(new Set(numbers).size).toBe(numbers.length);
});
