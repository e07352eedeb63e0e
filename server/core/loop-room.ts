import { type EventLoopUtilization, performance } from "node:perf_hooks";

/** How often it is looked whether there is room, in milliseconds: so often one more is let in, at most. */
const usuallyEveryMs = 10;

/** There is room as long as the loop has been busy for no larger share of the time since it was looked last. */
const mostBusy = 0.4;

/** What is let in each second however busy the loop is, in the unit of cost: somewhat more than a tenth of what a loop can do. */
const alwaysPerSecond = 10_000;

interface Waiting {
  work: number;
  goOn: () => void;
}

/** How large a share of the time a loop was busy since this was last asked, from 0 to 1. */
export type Busyness = () => number;

function busynessOfLoop(): Busyness {
  let last: EventLoopUtilization = performance.eventLoopUtilization();
  return () => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, last);
    last = now;
    return utilization;
  };
}

/**
 * Where those wait who ask for more than an even pace: all of them together get the part of the event loop that others leave, and one tenth
 * in any case, one after the other and each in turn. Whoever keeps the pace never comes here, and so is held up by what one request takes,
 * however many there are of these and from however many addresses.
 */
export class LoopRoom {
  readonly #lines = new Map<string, Waiting[]>();
  readonly #busyness: Busyness;
  #timer: NodeJS.Timeout | undefined;
  /** When the next is let in however busy the loop is, in milliseconds of the clock. */
  #due = 0;

  readonly #everyMs: number;

  /**
   * @param busyness default: of the event loop that this runs in
   * @param everyMs how often it looks by itself while somebody waits
   */
  constructor(busyness: Busyness = busynessOfLoop(), everyMs = usuallyEveryMs) {
    this.#busyness = busyness;
    this.#everyMs = everyMs;
  }

  /** How many wait. */
  get length(): number {
    return [...this.#lines.values()].reduce((sum, line) => sum + line.length, 0);
  }

  /**
   * Settles once there is room.
   * @param who each of them has a line, and the lines take turns
   * @param work how much it is for the loop, in the unit of cost
   */
  enter(who: string, work: number): Promise<void> {
    return new Promise((goOn) => {
      const line = this.#lines.get(who);
      if (line) line.push({ work, goOn });
      else this.#lines.set(who, [{ work, goOn }]);
      if (this.#timer) return;
      this.#busyness();
      this.#timer = setInterval(() => this.look(performance.now()), this.#everyMs).unref();
    });
  }

  /**
   * Lets the next one in, if there is room.
   * @param now milliseconds of a clock that never goes back
   */
  look(now: number): void {
    const isBusy = this.#busyness() > mostBusy;
    if (isBusy && now < this.#due) return;
    const [next] = this.#lines;
    if (next) {
      const [who, line] = next;
      this.#lines.delete(who);
      const first = line.shift();
      // The others come first.
      if (line.length > 0) this.#lines.set(who, line);
      if (first) {
        this.#due = now + (first.work / alwaysPerSecond) * 1_000;
        first.goOn();
      }
    }
    if (this.#lines.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}
