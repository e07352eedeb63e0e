/**
 * Lets so many in at once; the others wait in the order in which they came.
 * @param most how many are in at once
 */
export class WaitingLine {
  readonly #most: number;
  #inside = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(most: number) {
    this.#most = most;
  }

  /** How many are in or wait. */
  get length(): number {
    return this.#inside + this.#waiting.length;
  }

  /**
   * Settles once it is one's turn.
   * @returns what leaves the line again, once
   */
  async enter(): Promise<() => void> {
    if (this.#inside < this.#most) this.#inside += 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    let left = false;
    return () => {
      if (left) return;
      left = true;
      const next = this.#waiting.shift();
      if (next) next();
      else this.#inside -= 1;
    };
  }
}
