import { Readable } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import { FileRoom, fileReader } from "../../server/core/file-room.ts";

const reader = <Task, Part>(name: string) => fileReader<Task, Part>("file-readers", name, import.meta.url);
const sizes = reader<null, number>("sizes");
const misbehave = reader<string, string>("misbehave");
const numbers = reader<number, number>("numbers");

const room = (budget: { workers?: number; stepMs?: number; totalMs?: number } = {}) =>
  new FileRoom({ workers: 1, heapMb: 64, stepMs: 30_000, totalMs: 60_000, ...budget });

const fileOf =
  (...pieces: string[]) =>
  () =>
    Readable.from(pieces.map((piece) => Buffer.from(piece)));
async function all<T>(parts: AsyncIterable<T>): Promise<T[]> {
  const taken: T[] = [];
  for await (const part of parts) taken.push(part);
  return taken;
}
const refusal = (error: unknown) => (error as { code?: unknown }).code;

test("a file goes to the thread piece by piece, as often as it is opened, and what is found comes back", async () => {
  const files = room();
  expect(await all(files.read(sizes, null, fileOf("abc", "de", "f".repeat(70_000))))).toEqual([3, 2, 70_000]);
  const twice = await all(files.read(reader<string, { bytes: Uint8Array }>("twice"), "t", fileOf("x", "y")));
  expect(twice.map(({ bytes }) => Buffer.from(bytes).toString())).toEqual(["t0x", "t0y", "t1x", "t1y"]);
});

test("a file is read no faster than its parts are taken in", async () => {
  let opened = 0;
  function* pieces() {
    for (; opened < 1_000; opened++) yield Buffer.from("x");
  }
  const parts = room().read(sizes, null, () => Readable.from(pieces(), { highWaterMark: 1 }));
  for (let i = 0; i < 5; i++) await parts.next();
  await delay(300);
  expect(opened).toBeLessThan(20);
  await parts.return();
});

test("nobody who leaves early keeps a thread", async () => {
  const files = room();
  for await (const part of files.read(numbers, 1_000_000, fileOf())) if (part === 2) break;
  expect(await all(files.read(numbers, 3, fileOf()))).toEqual([0, 1, 2]);
});

test.each([
  ["hang", "FILE_TOO_COSTLY"],
  ["fill", "FILE_TOO_COSTLY"],
  ["die", "UNAVAILABLE"],
])("what takes a thread down (%s) is a refusal, and the next file is read", async (task, code) => {
  const files = room({ stepMs: 4_000 });
  expect(await all(files.read(misbehave, task, fileOf("x"))).catch(refusal)).toBe(code);
  expect(await files.readOne(misbehave, "next", fileOf("x"))).toBe("next done");
});

test("the time of the whole is limited, and what a thread waits for does not count", async () => {
  const slowly = async function* () {
    for (let i = 0; i < 4; i++) {
      await delay(600);
      yield Buffer.from("x");
    }
  };
  const files = room({ totalMs: 2_000 });
  expect(await all(files.read(sizes, null, () => Readable.from(slowly())))).toEqual([1, 1, 1, 1]);
  const taken: number[] = [];
  for await (const part of files.read(numbers, 6, fileOf())) {
    taken.push(part);
    await delay(400);
  }
  expect(taken).toEqual([0, 1, 2, 3, 4, 5]);
  expect(await all(files.read(misbehave, "hang", fileOf("x"))).catch(refusal)).toBe("FILE_TOO_COSTLY");
});

test("what a reader throws is thrown, and what its file's stream throws", async () => {
  const files = room();
  await expect(all(files.read(misbehave, "throw", fileOf("x")))).rejects.toThrow(RangeError);
  const broken = async function* () {
    yield Buffer.from("x");
    throw new Error("The disk is gone.");
  };
  await expect(all(files.read(sizes, null, () => Readable.from(broken())))).rejects.toThrow("The disk is gone.");
  expect(await all(files.read(sizes, null, fileOf("xy")))).toEqual([2]);
});

test("those whose turn it is are as many as there are threads", async () => {
  const files = room({ workers: 2 });
  let inside = 0;
  let most = 0;
  const work = async () => {
    most = Math.max(most, ++inside);
    await delay(20);
    inside--;
  };
  await Promise.all(Array.from({ length: 10 }, () => files.inTurn(work)));
  expect(most).toBe(2);
  await expect(files.inTurn(() => Promise.reject(new Error("no")))).rejects.toThrow("no");
  await files.inTurn(work);
});
