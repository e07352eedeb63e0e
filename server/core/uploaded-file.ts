import type { Readable } from "node:stream";
import { Upload } from "graphql-upload-ts";
import type { Spool } from "./spool.ts";

/**
 * A file that came with a request: graphql-upload-ts's `Upload`, but whole already, and on disk until the request ends. Its own reader
 * keeps files of whoever is signed in before anybody asks whether they may send them; server/http/uploads.ts asks first.
 */
export class UploadedFile extends Upload {
  readonly #spool: Spool;

  constructor(
    /** As its sender calls it. */
    readonly name: string,
    /** In hexadecimal digits. */
    readonly sha256: string,
    spool: Spool,
  ) {
    super();
    this.#spool = spool;
  }

  /** In bytes. */
  get size(): number {
    return this.#spool.size;
  }

  /** A new stream of its bytes, or of those of a range, without the one at its end. */
  read(start?: number, end?: number): Readable {
    return this.#spool.read(start, end);
  }

  /** What stands for it where a request is compared with another one. */
  toJSON(): string {
    return `file ${this.sha256}`;
  }
}
