/** Numbers that look drawn by lot and are the same for the same seed: mulberry32. */
export class Lot {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** From 0 up to, but not, 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** A whole number from 0 up to, but not, `end`. */
  below(end: number): number {
    return Math.floor(this.next() * end);
  }

  /** Both ends may come. */
  between(first: number, last: number): number {
    return first + this.below(last - first + 1);
  }

  /** Whether what happens in so many of a hundred cases does. */
  percent(share: number): boolean {
    return this.next() * 100 < share;
  }

  of<T>(list: readonly T[]): T {
    const found = list[this.below(list.length)];
    if (found === undefined) throw new Error("Nothing to draw from.");
    return found;
  }

  /** So many of a list, none twice, in no order. */
  some<T>(list: readonly T[], count: number): T[] {
    const left = [...list];
    const drawn: T[] = [];
    while (drawn.length < count && left.length > 0) {
      const place = this.below(left.length);
      drawn.push(left[place] as T);
      left[place] = left[left.length - 1] as T;
      left.pop();
    }
    return drawn;
  }
}
