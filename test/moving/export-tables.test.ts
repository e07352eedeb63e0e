import { readFileSync } from "node:fs";
import { everyKind } from "../../server/moving/every-kind.ts";
import { recordFiles, travels } from "../../server/moving/export-records.ts";
import { World } from "../support/world.ts";

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.stop());

test("of every table it is said how it travels, or why not", async () => {
  const tables = await world.sql(
    "SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY 1",
  );
  expect(Object.keys(travels).sort()).toEqual(tables.map(({ name }: { name: string }) => name));
  // What a list says that it has, a kind has.
  const lists = Object.entries(travels).flatMap(([table, { as }]) => (as === "LIST" ? [table] : []));
  const ofKinds = new Set(
    everyKind.flatMap(({ table, fields }) => [table, ...fields.flatMap(({ part }) => (part ? [part.table] : []))]),
  );
  expect(lists.filter((table) => !ofKinds.has(table))).toEqual([]);
  expect([...ofKinds].filter((table) => travels[table]?.as === "NEVER")).toEqual([]);
});

test("of each table that goes out and does not come in again the guide says why", () => {
  const [, part = ""] = readFileSync("docs/moving-in.md", "utf8").split("#### What no import takes in, and why");
  const said = [...(part.split("\n## ")[0] ?? "").matchAll(/^\|[^|]+\|([^|]+)\|[^|]+\|$/gm)].flatMap(
    ([, tables = ""]) => [...tables.matchAll(/`([a-z_]+)`/g)].map(([, table = ""]) => table),
  );
  const tables = Object.entries(travels).flatMap(([table, { as }]) => (as === "RECORDS" ? [table] : []));
  expect(said.sort()).toEqual(tables.sort());
});

test("no secret is in what is on record beside the lists", async () => {
  const columns = await world.sql(
    `SELECT table_name AS "table", column_name AS name, data_type AS type FROM information_schema.columns WHERE table_schema = 'public'`,
  );
  const suspect = /hash|secret|token|sealed|password|salt|code$/;
  // A verification code is on the certificate that its holder shows; what is signed is for everybody.
  const known = [
    "certificate.verification_code",
    "certificate_credential.token",
    "certificate_log_entry.sha256",
    "credit_kind.code",
    "credit_kind.rule_code",
    "credit_rule.code",
    "licence_kind.code",
    "program_type.code",
    "renewal_requirement.code",
    "accreditor_settings.credit_rule_code",
  ];
  const open = columns
    .filter(({ table, name, type }: { table: string; name: string; type: string }) => {
      const how = travels[table];
      return how?.as === "RECORDS" && !how.without?.includes(name) && (type === "bytea" || suspect.test(name));
    })
    .map(({ table, name }: { table: string; name: string }) => `${table}.${name}`);
  expect(open.filter((each: string) => !known.includes(each))).toEqual([]);
  for (const { sql } of recordFiles()) await world.sql(sql);
});
