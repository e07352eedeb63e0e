import { create, programIn, today } from "../programs/applications.ts";
import { readZip } from "../support/read-zip.ts";
import { World } from "../support/world.ts";

let world: World;
let provider: Awaited<ReturnType<World["provider"]>>;
let other: Awaited<ReturnType<World["provider"]>>;
let staff: Awaited<ReturnType<World["staff"]>>;
beforeAll(async () => {
  world = await World.start();
  world.setClock(today);
  provider = await world.provider({ name: "=HYPERLINK(1)" });
  other = await world.provider({ name: "Other" });
  staff = await world.staff();
  await create(world, provider, { name: "+cmd" });
  await programIn(world, { provider: other, staff }, "SUBMITTED", { name: "Theirs" });
});
afterAll(() => world.stop());

const lines = async (path: string, token: string | null) => {
  const response = await world.fetch(`/exports/${path}`, { token });
  return { status: response.status, lines: (await response.text()).replace("\uFEFF", "").trim().split("\r\n") };
};
const filter = (value: unknown) => `filter=${encodeURIComponent(JSON.stringify(value))}`;

test("each gets what the list shows them, with formulas made harmless", async () => {
  const own = await lines("programs.csv", provider.token);
  expect(own.lines).toHaveLength(2);
  expect(own.lines[1]).toContain("'+cmd");
  expect(own.lines[1]).toContain("'=HYPERLINK(1)");
  expect((await lines("programs.csv", staff.token)).lines).toHaveLength(3);
  expect((await lines(`programs.csv?${filter({ providerId: other.id })}`, provider.token)).lines).toHaveLength(1);
  expect((await lines(`programs.csv?${filter({ name: "theirs" })}`, staff.token)).lines).toHaveLength(2);
  const [{ last }] = await world.sql(
    "SELECT after AS last FROM audit_entry WHERE action = 'list.export' ORDER BY at DESC, id DESC LIMIT 1",
  );
  expect(last).toEqual({ list: "programs", filter: { name: "theirs" } });
});

test("lists that are not the viewer's, or not at all, are not there", async () => {
  expect((await lines("programs.csv", null)).status).toBe(401);
  expect((await lines("mails.csv", provider.token)).status).toBe(404);
  expect((await lines("constructor.csv", staff.token)).status).toBe(404);
  for (const list of ["programs", "attendance", "certificates", "mails"])
    expect((await lines(`${list}.csv`, staff.token)).status).toBe(200);
});

test.each([
  ["filter=%7B", "no JSON"],
  [filter({ nothing: 1 }), "an unknown field"],
  [filter({ startsFrom: "2026-02-30" }), "a day that is none"],
  [filter({ name: "a\u0000" }), "a NUL"],
  ["filter=%7B%7D&filter=%7B%7D", "two filters"],
])("%s is refused: %s", async (query) => {
  expect((await lines(`programs.csv?${query}`, staff.token)).status).toBe(400);
});

test("a list comes as a workbook, too, to whom it is shown", async () => {
  const workbook = await world.fetch("/exports/programs.xlsx", { token: staff.token });
  expect(workbook.headers.get("content-type")).toBe(
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  );
  expect(workbook.headers.get("content-disposition")).toContain("programs.xlsx");
  const [first] = readZip(Buffer.from(await workbook.arrayBuffer()), true);
  const sheet = String(first?.content);
  expect(sheet.match(/<row>/g)).toHaveLength(3);
  expect(sheet).toContain(">+cmd<");
  expect((await lines("mails.xlsx", provider.token)).status).toBe(404);
  expect((await lines("programs.ods", staff.token)).status).toBe(404);
});

test("every row comes, also where there are more than are read at once", async () => {
  await world.sql(
    `INSERT INTO program (provider_id, type_id, credit_rule_id, name, name_key, created_at)
     SELECT p.provider_id, p.type_id, p.credit_rule_id, 'Bulk ' || n, 'bulk' || n, p.created_at
     FROM program p, generate_series(1, 2500) n WHERE p.name = '+cmd'`,
  );
  const { lines: rows } = await lines(`programs.csv?${filter({ name: "bulk" })}`, provider.token);
  expect(new Set(rows).size).toBe(2501);
});
