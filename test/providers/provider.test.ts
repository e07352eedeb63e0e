import { World } from "../support/world.ts";

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.stop());

const document = `query ($filter: ProviderFilter, $first: Int) {
  providers(filter: $filter, first: $first) { totalCount nodes { id number name } } }`;

test("staff see every provider by number, an account those it acts for, others are turned away", async () => {
  const lakeside = await world.provider({ name: "Lakeside 100% Sleep" });
  const northern = await world.provider({ name: "Northern" });
  const staff = await world.staff();
  const shown = ({ id, number, name }: typeof lakeside) => ({ id, number, name });
  const list = async (token: string, filter: unknown = null) => (await world.ok(token, document, { filter })).providers;

  expect(await list(staff.token)).toEqual({ totalCount: 2, nodes: [shown(lakeside), shown(northern)] });
  expect(await list(lakeside.token)).toEqual({ totalCount: 1, nodes: [shown(lakeside)] });
  expect(await list(lakeside.token, { number: northern.number })).toEqual({ totalCount: 0, nodes: [] });
  expect((await list(staff.token, { number: "p000" })).totalCount).toBe(2);
  expect((await list(staff.token, { number: northern.number.toLowerCase() })).nodes).toEqual([shown(northern)]);
  expect((await list(staff.token, { name: "100% sl" })).nodes).toEqual([shown(lakeside)]);
  expect((await list(staff.token, { name: "_" })).nodes).toEqual([]);
  expect((await list(staff.token, { ids: [northern.id, "no ID"] })).nodes).toEqual([shown(northern)]);
  expect((await list(lakeside.token, { ids: [northern.id] })).nodes).toEqual([]);
  expect((await list(staff.token, { name: " ", number: "" })).totalCount).toBe(2);
  expect(await world.refused(staff.token, document, { filter: { name: "a\u0000" } })).toBe("BAD_INPUT");

  const attendee = await world.account();
  expect(await world.refused(attendee.token, document)).toBe("FORBIDDEN");
  expect(await world.refused(null, document)).toBe("UNAUTHENTICATED");
});

test("a viewer's providers are those it acts for, in one statement however many", async () => {
  const account = await world.account();
  const query = "{ viewer { providers { number name } } }";
  expect(await world.ok(account.token, query)).toEqual({ viewer: { providers: [] } });
  const [first, second] = [await world.provider(), await world.provider()];
  await world.actFor(second.id, account.id);
  const one = await world.statements(() => world.ok(account.token, query));
  await world.actFor(first.id, account.id);
  const two = await world.statements(() => world.ok(account.token, query));
  expect(two).toBe(one);
  expect((await world.ok(account.token, query)).viewer.providers).toEqual(
    [first, second].map(({ number, name }) => ({ number, name })),
  );
});
