import { madeOnce, TooSoon } from "../../server/core/made-once.ts";

/** What comes of asking at these moments, where so many first attempts fail. */
async function asked(failing: number, moments: number[]) {
  let [now, attempts] = [0, 0];
  const told: number[] = [];
  const ask = madeOnce(
    async () => {
      attempts++;
      if (attempts <= failing) throw new Error("no");
      return attempts;
    },
    (_error, seconds) => told.push(seconds),
    () => now,
  );
  const answers: unknown[] = [];
  for (const moment of moments) {
    now = moment;
    answers.push(
      await ask().catch((error: Error) => (error instanceof TooSoon ? `in ${error.retryAfterSeconds}` : error.message)),
    );
  }
  return { attempts, told, answers };
}

test("what was made is kept, however often it is asked for", async () => {
  expect(await asked(0, [0, 0, 100])).toEqual({ attempts: 1, told: [], answers: [1, 1, 1] });
});

test("a failure is not: it is tried again, after a pause that doubles", async () => {
  expect(await asked(2, [0, 1, 999, 1_000, 2_000, 2_999, 3_000, 3_000])).toEqual({
    attempts: 3,
    told: [1, 2],
    answers: ["no", "in 1", "in 1", "no", "in 1", "in 1", 3, 3],
  });
});

test("a pause is never longer than a minute", async () => {
  const { told } = await asked(
    20,
    Array.from({ length: 20 }, (_, i) => i * 60_000),
  );
  expect(told).toEqual([1, 2, 4, 8, 16, 32, ...Array(14).fill(60)]);
});

test("those who ask at once share one attempt", async () => {
  let attempts = 0;
  const ask = madeOnce(
    async () => {
      attempts++;
      throw new Error("no");
    },
    () => {},
  );
  const ended = await Promise.allSettled([ask(), ask(), ask()]);
  expect([attempts, ended.map(({ status }) => status)]).toEqual([1, ["rejected", "rejected", "rejected"]]);
});
