import { LoopRoom } from "../../server/core/loop-room.ts";

/** A room whose loop is as busy as a test says, with what has been let in, in order. */
function makeRoom(busy: { share: number }) {
  const room = new LoopRoom(() => busy.share, 1_000_000);
  const inside: string[] = [];
  const enter = (who: string, work = 100) => void room.enter(who, work).then(() => inside.push(who));
  const look = async (now: number) => {
    room.look(now);
    await Promise.resolve();
    return inside.length;
  };
  return { room, inside, enter, look };
}

test("one at a time is let in while the loop has room, each line in turn, whoever has more in it", async () => {
  const { room, inside, enter, look } = makeRoom({ share: 0.4 });
  for (const who of ["many", "many", "many", "many", "few", "other"]) enter(who);
  for (let i = 0; i < 6; i++) expect(await look(i)).toBe(i + 1);
  expect(inside).toEqual(["many", "few", "other", "many", "many", "many"]);
  expect(room.length).toBe(0);
});

test("while the loop is busy a tenth is let in, by the work that it is, from however many addresses it comes", async () => {
  const busy = { share: 1 };
  const { inside, enter, look } = makeRoom(busy);
  for (let i = 0; i < 200; i++) enter(`address ${i}`, i % 2 === 0 ? 1_900 : 100);
  for (let now = 0; now < 10_000; now += 10) await look(now);
  // 10,000 a second: a dear one and a small one take 200 ms together.
  expect(inside.length).toBe(100);
  // What waits is let in as soon as there is room.
  busy.share = 0.1;
  await look(10_000);
  await look(10_000);
  expect(inside.length).toBe(102);
});

test("it looks by itself as long as somebody waits", async () => {
  const room = new LoopRoom(() => 0, 1);
  await Promise.all([room.enter("one", 1), room.enter("one", 1), room.enter("other", 1)]);
  expect(room.length).toBe(0);
  await room.enter("later", 1);
});
