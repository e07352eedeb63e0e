/** So soon it is tried again after a first failure, in milliseconds, and so late after many in a row. */
const [firstPauseMs, longestPauseMs] = [1_000, 60_000];

/** It failed a moment ago, and is not tried again yet. */
export class TooSoon extends Error {
  constructor(readonly retryAfterSeconds: number) {
    super("It failed, and is not tried again yet.");
  }
}

/**
 * What is made when it is first asked for, and kept. A failure is not kept: it is tried again by who asks next, though not before a pause that
 * doubles with each failure in a row, so that many who ask are no load.
 * @param make makes it
 * @param fail is told of each failure, once
 * @param nowMs a clock, for tests
 * @returns a function that asks for it; it throws TooSoon within the pause
 */
export function madeOnce<T, A extends unknown[]>(
  make: (...given: A) => Promise<T>,
  fail: (error: unknown, retryAfterSeconds: number) => void,
  nowMs: () => number = () => performance.now(),
): (...given: A) => Promise<T> {
  let made: Promise<T> | null = null;
  let pauseMs = 0;
  let notBefore = Number.NEGATIVE_INFINITY;
  return (...given) => {
    if (made) return made;
    const early = notBefore - nowMs();
    if (early > 0) return Promise.reject(new TooSoon(Math.ceil(early / 1_000)));
    made = make(...given).then(
      (done) => {
        pauseMs = 0;
        return done;
      },
      (error: unknown) => {
        made = null;
        pauseMs = Math.min(pauseMs * 2 || firstPauseMs, longestPauseMs);
        notBefore = nowMs() + pauseMs;
        fail(error, pauseMs / 1_000);
        throw error;
      },
    );
    return made;
  };
}
