import { setTimeout as delay } from "node:timers/promises";
import type { Context } from "./context.ts";
import type { RateLimit } from "./define-rate-limit.ts";
import { mostOf } from "./rate-limits.ts";

type Base = Pick<Context, "config">;

/** A window's budget can be used up within half of it, not faster. */
const timesFaster = 2;

/** So much of the budget may be spent at once, in seconds' worth: a page asks for several things together. */
const atOnceSeconds = 1;

/** So many are remembered before those are dropped that have nothing to wait for. */
const maximumRemembered = 20_000;

/**
 * Spreads what one client asks for over its window. A budget for a minute that is spent in three seconds keeps everybody else waiting for
 * as long; here it waits itself, and who asks at an ordinary pace never does. Counted in this process alone, which is the one that it slows down.
 */
export class Pace {
  /** Until when somebody has spent their budget ahead of time, in milliseconds of the clock. */
  readonly #spentUntil = new Map<string, number>();

  constructor(
    private readonly base: Base,
    private readonly limit: RateLimit,
  ) {}

  /**
   * Takes a share of the budget. A limit that is set lower than by default ends sooner, but is no slower.
   * @param now milliseconds of a clock that never goes back
   * @returns for how many milliseconds it is to wait
   */
  take(who: string, count: number, now: number): number {
    const perSecond = (Math.max(mostOf(this.base, this.limit), this.limit.most) / this.limit.seconds) * timesFaster;
    if (this.#spentUntil.size >= maximumRemembered) this.#forgetPast(now);
    const begins = Math.max(this.#spentUntil.get(who) ?? 0, now);
    this.#spentUntil.set(who, begins + (count / perSecond) * 1_000);
    return Math.max(0, begins - now - atOnceSeconds * 1_000);
  }

  /** Takes a share of the budget and waits until it is due. */
  async keep(who: string, count: number): Promise<void> {
    const ms = this.take(who, count, performance.now());
    if (ms >= 1) await delay(ms);
  }

  #forgetPast(now: number): void {
    for (const [who, until] of this.#spentUntil) if (until <= now) this.#spentUntil.delete(who);
  }
}
