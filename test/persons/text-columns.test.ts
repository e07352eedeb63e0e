import { World } from "../support/world.ts";
import { readZip } from "./read-zip.ts";
import { copiedAndErased, erased, impersonal, kept } from "./text-columns.ts";

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.stop());

const holdsText = "('text', 'character varying', 'json', 'jsonb', 'ARRAY', 'bytea')";

test("of every column that can hold text it is decided what becomes of it, once", async () => {
  const columns = await world.sql(
    `SELECT c.table_name || '.' || c.column_name AS name FROM information_schema.columns c
     JOIN information_schema.tables t USING (table_schema, table_name)
     WHERE t.table_type = 'BASE TABLE' AND c.table_schema = 'public' AND c.data_type IN ${holdsText}`,
  );
  const decided = [...copiedAndErased, ...erased, ...kept, ...impersonal];
  expect(decided.sort()).toEqual(columns.map(({ name }) => name).sort());
});

test("what a profile holds is in the copy of one's data, and nowhere after an erasure", async () => {
  const person = await world.member({ firstName: "Marked", lastName: "Person", email: "marked@example.test" });
  const token = await world.signIn("marked@example.test");
  const staff = await world.staff();
  const columns = [...copiedAndErased, ...erased].flatMap((name) =>
    name.startsWith("member.") ? [name.slice(7)] : [],
  );
  expect(columns.length).toBeGreaterThan(5);
  const marker = (column: string) => `planted in ${column}`;
  await world.sql(
    `UPDATE member SET ${columns.map((column, at) => `${column} = $${at + 2}`).join(", ")} WHERE id = $1`,
    [person.id, ...columns.map((column) => (column.endsWith("_spellings") ? [marker(column)] : marker(column)))],
  );
  const { exportMyData } = await world.ok(token, "mutation { exportMyData { id } }");
  await world.runJobs();
  const answer = await world.fetch(`/my-data/${exportMyData.id}.zip`, { token });
  const copy = readZip(Buffer.from(await answer.arrayBuffer()))
    .get("profile.json")
    ?.toString();
  for (const column of columns)
    if (copiedAndErased.includes(`member.${column}`)) expect(copy).toContain(marker(column));
    else expect(copy).not.toContain(marker(column));

  await world.ok(staff.token, 'mutation ($id: ID!) { eraseMember(memberId: $id, reason: "Asked for it") }', {
    id: person.id,
  });
  await world.runJobs();
  const [row] = await world.sql("SELECT * FROM member WHERE id = $1", [person.id]);
  expect(JSON.stringify(row)).not.toContain("planted in");
});
