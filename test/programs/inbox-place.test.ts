import { World } from "../support/world.ts";
import { programIn, step, today } from "./applications.ts";

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.stop());

const query = "query ($id: ID) { inboxPlace(programId: $id) { position count previousId nextId } }";

test("each program knows who stands before and after it in the viewer's own inbox, the longest waiting first", async () => {
  const provider = await world.provider();
  const staff = await world.staff();
  const programs = [];
  for (const hour of [15, 16, 17]) {
    world.setClock(today.replace("T15", `T${hour}`));
    programs.push(await programIn(world, { provider, staff }, "SUBMITTED"));
  }
  const [first, second, third] = programs as [(typeof programs)[0], (typeof programs)[0], (typeof programs)[0]];
  const place = async (token: string, id: string | null) => (await world.ok(token, query, { id })).inboxPlace;
  expect(await place(staff.token, first.id)).toEqual({ position: 1, count: 3, previousId: null, nextId: second.id });
  expect(await place(staff.token, second.id)).toEqual({
    position: 2,
    count: 3,
    previousId: first.id,
    nextId: third.id,
  });
  expect(await place(staff.token, third.id)).toEqual({ position: 3, count: 3, previousId: second.id, nextId: null });
  const reviewed = await step(world, staff.token, "startReview", second);
  await step(world, staff.token, "denyProgram", reviewed);
  expect(await place(staff.token, second.id)).toEqual({ position: null, count: 2, previousId: null, nextId: first.id });
  for (const id of [null, "no ID"])
    expect(await place(staff.token, id)).toEqual({ position: null, count: 2, previousId: null, nextId: first.id });
  const draft = await programIn(world, { provider, staff }, "DRAFT");
  expect(await place(provider.token, draft.id)).toEqual({ position: 1, count: 1, previousId: null, nextId: null });
  const other = await world.provider();
  expect(await place(other.token, draft.id)).toEqual({ position: null, count: 0, previousId: null, nextId: null });
});
