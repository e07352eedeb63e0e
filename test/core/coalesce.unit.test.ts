import { coalesce } from "../../server/core/coalesce.ts";

/** Work that counts its runs and ends when it is told to. */
function work() {
  const ends: ((error?: Error) => void)[] = [];
  let most = 0;
  let active = 0;
  const run = () =>
    new Promise<number>((resolve, reject) => {
      most = Math.max(most, ++active);
      const number = ends.length + 1;
      ends.push((error) => {
        active--;
        if (error) reject(error);
        else resolve(number);
      });
    });
  return { run, ends, most: () => most };
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

test("calls that come while one runs share the next run, which begins when it is over", async () => {
  const { run, ends, most } = work();
  const first = coalesce("a", run);
  await settle();
  const later = Array.from({ length: 5 }, () => coalesce("a", run));
  await settle();
  expect(ends).toHaveLength(1);
  ends[0]?.();
  expect(await first).toBe(1);
  await settle();
  expect(ends).toHaveLength(2);
  // The second run has begun: who comes now gets a third.
  const last = coalesce("a", run);
  ends[1]?.();
  expect(await Promise.all(later)).toEqual([2, 2, 2, 2, 2]);
  await settle();
  ends[2]?.();
  expect(await last).toBe(3);
  expect(most()).toBe(1);
});

test("other keys do not wait, and a failure is that of the run's own callers", async () => {
  const { run, ends } = work();
  const failing = coalesce("b", run);
  const other = coalesce("c", run);
  await settle();
  const after = coalesce("b", run);
  expect(ends).toHaveLength(2);
  ends[0]?.(new Error("no"));
  ends[1]?.();
  await expect(failing).rejects.toThrow("no");
  expect(await other).toBe(2);
  await settle();
  ends[2]?.();
  expect(await after).toBe(3);
});
