import { endOfferings, programIn, today } from "../programs/applications.ts";
import { World } from "../support/world.ts";

let world: World;
beforeAll(async () => {
  world = await World.start({ signInDays: 365 });
  world.setClock(today);
});
afterAll(() => world.stop());

const query = `{ dashboard { programsByStatus { status count } inboxByAge { fromDays count }
  creditsByMonth { month credits creditUnit records } reportsDue { programNumber dueOn overdue } } }`;

test("everybody counts what is theirs: what waits, since when, and which reports are due", async () => {
  const provider = await world.provider();
  const other = await world.provider();
  const staff = await world.staff();
  await programIn(world, { provider, staff }, "SUBMITTED");
  await programIn(world, { provider: other, staff }, "DRAFT");
  await programIn(world, { provider, staff }, "APPROVED");
  world.setClock("2026-03-07T15:00:00Z");
  const ages = async (token: string) =>
    (await world.ok(token, query)).dashboard.inboxByAge.map((age: { count: number }) => age.count);
  expect(await ages(staff.token)).toEqual([0, 1, 0, 0, 0]);
  expect(await ages(other.token)).toEqual([0, 1, 0, 0, 0]);
  expect(await ages(provider.token)).toEqual([0, 0, 0, 0, 0]);

  world.setClock("2026-04-12T15:00:00Z");
  await endOfferings(world);
  const mine = (await world.ok(provider.token, query)).dashboard;
  expect(mine.reportsDue).toEqual([{ programNumber: "A26002", dueOn: "2026-05-25", overdue: false }]);
  expect(mine.programsByStatus).toEqual([
    { status: "AWAITING_ATTENDANCE", count: 1 },
    { status: "SUBMITTED", count: 1 },
  ]);
  expect((await world.ok(other.token, query)).dashboard.reportsDue).toEqual([]);
  world.setClock("2026-05-26T15:00:00Z");
  expect((await world.ok(staff.token, query)).dashboard.reportsDue[0].overdue).toBe(true);
});

test("it is for staff and providers, and takes one statement for all figures", async () => {
  const attendee = await world.account();
  expect(await world.refused(attendee.token, query)).toBe("FORBIDDEN");
  const { token } = await world.staff();
  await world.ok(token, query);
  const nothing = await world.statements(() => world.ok(token, "{ dashboard { at } }"));
  expect((await world.statements(() => world.ok(token, query))) - nothing).toBe(1);
});
