import { World } from "../support/world.ts";

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.stop());
test("boots", async () => {
  const staff = await world.staff();
  const d = await world.ok(
    staff.token,
    "{ viewer { email isStaff providers { number } member { id } } programs { totalCount nodes { number } } }",
  );
  console.log(JSON.stringify(d));
});
