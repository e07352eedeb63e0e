import { setTimeout as delay } from "node:timers/promises";
import type { Context } from "./context.ts";
import type { RateLimit } from "./define-rate-limit.ts";
import { LoopRoom } from "./loop-room.ts";
import { mostOf } from "./rate-limits.ts";

type Base = Pick<Context, "config">;

/** A window's budget can be used up within half of it, not faster. */
const timesFaster = 2;

/** So much of the budget may be spent at once, in seconds' worth: a page asks for several things together. */
const atOnceSeconds = 1;

/** So many are remembered before those are dropped that have nothing to wait for. */
const maximumRemembered = 20_000;

/** All that run in this process share one loop. */
const room = new LoopRoom();

/**
 * Spreads what one client asks for over its window. A budget for a minute that is spent in three seconds keeps everybody else waiting for
 * as long; here it waits itself, and who asks at an ordinary pace never does. Counted in this process alone, which is the one that it slows down.
 */
export class Pace {
  /** Until when somebody has spent their budget ahead of time, in milliseconds of the clock. */
  readonly #spentUntil = new Map<string, number>();
  readonly #timesFaster: number;
  readonly #even: Pace | null;

  /** @param times how many times faster than evenly the budget can be used up */
  constructor(
    private readonly base: Base,
    private readonly limit: RateLimit,
    times = timesFaster,
  ) {
    this.#timesFaster = times;
    this.#even = times > 1 ? new Pace(base, limit, 1) : null;
  }

  /**
   * Takes a share of the budget. A limit that is set lower than by default ends sooner, but is no slower.
   * @param now milliseconds of a clock that never goes back
   * @returns for how many milliseconds it is to wait
   */
  take(who: string, count: number, now: number): number {
    const most = Math.max(mostOf(this.base, this.limit), this.limit.most);
    const perSecond = (most / this.limit.seconds) * this.#timesFaster;
    if (this.#spentUntil.size >= maximumRemembered) this.#forgetPast(now);
    const begins = Math.max(this.#spentUntil.get(who) ?? 0, now);
    this.#spentUntil.set(who, begins + (count / perSecond) * 1_000);
    return Math.max(0, begins - now - atOnceSeconds * 1_000);
  }

  /**
   * Takes a share of the budget and waits until it is due; who is ahead of the even pace waits for room in the event loop as well.
   * @param work how much it is for the loop, in the unit of cost
   */
  async keep(who: string, count: number, work: number): Promise<void> {
    const now = performance.now();
    const ms = this.take(who, count, now);
    const isAhead = (this.#even?.take(who, count, now) ?? 0) > 0;
    if (ms >= 1) await delay(ms);
    if (isAhead) await room.enter(who, work);
  }

  #forgetPast(now: number): void {
    for (const [who, until] of this.#spentUntil) if (until <= now) this.#spentUntil.delete(who);
  }
}
