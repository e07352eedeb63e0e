/** Keeps what was made of texts. Once they are too many characters together, all of it is forgotten and it begins anew. */
export class TextMemory<T> {
  readonly #made = new Map<string, T>();
  readonly #most: number;
  #length = 0;

  /** @param most characters of all texts together */
  constructor(most: number) {
    this.#most = most;
  }

  get(text: string, make: (text: string) => T): T {
    const known = this.#made.get(text);
    if (known !== undefined) return known;
    const made = make(text);
    if (this.#length + text.length > this.#most) {
      this.#made.clear();
      this.#length = 0;
    }
    this.#made.set(text, made);
    this.#length += text.length;
    return made;
  }
}
