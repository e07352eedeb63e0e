import { randomUUID } from "node:crypto";
import { type FileHandle, open, unlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

/** What is read at once. */
const chunkBytes = 64 * 1024;

/**
 * Bytes that wait on disk, outside memory: for a client to fetch them, or for an operation to read them. The file has no name any
 * more once it is open, so that it goes with its last reader or with the process, whatever ends that.
 */
export class Spool {
  readonly #file: FileHandle;
  #size = 0;
  #readers = 0;
  #released = false;

  private constructor(file: FileHandle) {
    this.#file = file;
  }

  static async open(): Promise<Spool> {
    const name = path.join(tmpdir(), `accrue-${process.pid}-${randomUUID()}.spool`);
    const file = await open(name, "wx+", 0o600);
    await unlink(name);
    return new Spool(file);
  }

  get size(): number {
    return this.#size;
  }

  async append(chunk: Buffer): Promise<void> {
    let written = 0;
    while (written < chunk.length) {
      const { bytesWritten } = await this.#file.write(chunk, written, chunk.length - written, this.#size);
      written += bytesWritten;
      this.#size += bytesWritten;
    }
  }

  /** Takes all of a stream, as fast as it comes. */
  async take(source: Readable, signal?: AbortSignal): Promise<void> {
    await pipeline(
      source,
      async (chunks: AsyncIterable<Buffer | string>) => {
        for await (const chunk of chunks) await this.append(typeof chunk === "string" ? Buffer.from(chunk) : chunk);
      },
      { signal },
    );
  }

  /** All that it has, from its beginning, as often as it is asked for; or the bytes of a range, without the one at its end. */
  read(start = 0, end = this.#size): Readable {
    return Readable.from(this.#chunks(start, end), { objectMode: false });
  }

  async *#chunks(start: number, end: number): AsyncGenerator<Buffer> {
    this.#readers += 1;
    try {
      for (let position = start; position < end; ) {
        const most = Math.min(chunkBytes, end - position);
        const { buffer, bytesRead } = await this.#file.read(Buffer.alloc(most), 0, most, position);
        if (bytesRead === 0) return;
        position += bytesRead;
        yield buffer.subarray(0, bytesRead);
      }
    } finally {
      this.#readers -= 1;
      this.#closeUnread();
    }
  }

  /** It is wanted no more: gone as soon as nobody reads it. */
  release(): void {
    this.#released = true;
    this.#closeUnread();
  }

  #closeUnread(): void {
    // A file that cannot be closed is gone with the process.
    if (this.#released && this.#readers === 0) void this.#file.close().catch(() => {});
  }
}
