import type { Readable } from "node:stream";
import type { Spool } from "./spool.ts";

/** A file that came with a request: whole, and on disk until the request ends. */
export class UploadedFile {
  readonly #spool: Spool;

  constructor(
    /** As its sender calls it. */
    readonly name: string,
    /** In hexadecimal digits. */
    readonly sha256: string,
    spool: Spool,
  ) {
    this.#spool = spool;
  }

  /** In bytes. */
  get size(): number {
    return this.#spool.size;
  }

  /** A new stream of its bytes. */
  read(): Readable {
    return this.#spool.read();
  }

  /** What stands for it where a request is compared with another one. */
  toJSON(): string {
    return `file ${this.sha256}`;
  }
}
