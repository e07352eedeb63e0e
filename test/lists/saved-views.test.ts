import { StaffRole } from "../../server/core/staff-roles.ts";
import { World } from "../support/world.ts";

let world: World;
let staff: Awaited<ReturnType<World["staff"]>>;
let colleague: Awaited<ReturnType<World["staff"]>>;
let owner: Awaited<ReturnType<World["provider"]>>;
let other: Awaited<ReturnType<World["provider"]>>;
beforeAll(async () => {
  world = await World.start();
  staff = await world.staff();
  colleague = await world.staff();
  owner = await world.provider({ name: "Ours" });
  other = await world.provider({ name: "Theirs" });
});
afterAll(() => world.stop());
afterEach(() => world.sql("DELETE FROM saved_view"));

const saveDocument = "mutation ($input: SavedViewInput!) { saveView(input: $input) { id name shared changeable } }";
const removeDocument = "mutation ($id: ID!) { removeSavedView(id: $id) { name } }";
const given = (more: object = {}) => ({ list: "PROGRAMS", name: "Late ones", settings: "{}", ...more });
const save = async (token: string, more: object = {}) =>
  (await world.ok(token, saveDocument, { input: given(more) })).saveView;
const refusal = (token: string, more: object = {}) => world.refused(token, saveDocument, { input: given(more) });
const found = async (token: string, list = "PROGRAMS"): Promise<[string, boolean][]> =>
  (
    await world.ok(token, "query ($list: SavedViewList!) { savedViews(list: $list) { name shared } }", { list })
  ).savedViews.map(({ name, shared }: { name: string; shared: boolean }) => [name, shared]);

test("a view is found by whom it is for, and by nobody else", async () => {
  await save(staff.token, { name: "Mine" });
  await save(staff.token, { name: "Ours at the office", shared: true });
  await save(owner.token, { name: "Ours at Ours", shared: true, providerId: owner.id });
  await save(owner.token, { name: "Owner's" });
  expect(await found(staff.token)).toEqual([
    ["Mine", false],
    ["Ours at the office", true],
  ]);
  expect(await found(colleague.token)).toEqual([["Ours at the office", true]]);
  expect(await found(owner.token)).toEqual([
    ["Ours at Ours", true],
    ["Owner's", false],
  ]);
  expect(await found(other.token)).toEqual([]);
  expect(await found(staff.token, "MEMBERS")).toEqual([]);
});

test("a name is one view of its owner, also where two save it at once, and removing tells what went", async () => {
  const [first, second] = await Promise.all([
    save(staff.token, { name: " late ones " }),
    save(staff.token, { settings: '{"perPage":50}' }),
  ]);
  expect(second.id).toBe(first.id);
  const shared = await save(staff.token, { shared: true });
  expect(shared.id).not.toBe(first.id);
  expect(await world.refused(owner.token, removeDocument, { id: shared.id })).toBe("NOT_FOUND");
  expect(await world.refused(colleague.token, removeDocument, { id: first.id })).toBe("NOT_FOUND");
  expect((await world.ok(colleague.token, removeDocument, { id: shared.id })).removeSavedView.name).toBe("Late ones");
  expect(await found(staff.token)).toHaveLength(1);
});

test("who may not share is refused, and what is no view", async () => {
  const auditor = await world.staff(StaffRole.AUDITOR);
  await save(auditor.token);
  expect(await refusal(auditor.token, { shared: true })).toBe("FORBIDDEN");
  const shared = await save(staff.token, { shared: true });
  expect(await world.refused(auditor.token, removeDocument, { id: shared.id })).toBe("FORBIDDEN");
  expect(await refusal(owner.token, { shared: true })).toBe("FORBIDDEN");
  for (const providerId of [other.id, staff.id, "x"])
    expect(await refusal(owner.token, { shared: true, providerId })).toBe("NOT_FOUND");
  for (const settings of ["", "[]", "{", "null", `{"a":"${"x".repeat(4_000)}"}`])
    expect(await refusal(owner.token, { settings })).toBe("BAD_INPUT");
  expect(await refusal(owner.token, { name: " " })).toBe("BAD_INPUT");
  await world.sql(
    "INSERT INTO saved_view (list, name, settings, provider_id, saved_at) SELECT 'PROGRAMS', n::text, '{}', $1, now() FROM generate_series(1, 100) n",
    [owner.id],
  );
  expect(await refusal(owner.token, { shared: true, providerId: owner.id })).toBe("TOO_MANY_VIEWS");
  await save(owner.token, { name: "7", shared: true, providerId: owner.id });
});
