import "reflect-metadata";
import { Readable } from "node:stream";
import type { MessagePort } from "node:worker_threads";
import { stepBack } from "./step-back.ts";

/** What a thread is asked to read, and where it gets bytes and hands its parts. */
export interface ReadingTask {
  /** Address of the module whose exported function `name` reads. */
  module: string;
  name: string;
  task: unknown;
  port: MessagePort;
}

/** What a thread says to whoever asked. */
export type FromThread<Part> =
  /** It has begun: from here on its time counts. */
  | { begun: true }
  /** It opens the file, from the beginning, as its n-th stream. */
  | { open: number }
  /** It waits for the next bytes of that stream. */
  | { more: number }
  /** It wants no more of that stream. */
  | { close: number }
  | { part: Part }
  | { end: true };

/** What a thread is told: that it may hand on one part more, or the bytes it waits for (null: there are no more). */
export type ToThread = { credit: 1 } | { stream: number; bytes: Uint8Array | null };

stepBack();

/** Runs on a thread of its own: see `file-room.ts`. */
export async function readInThread({ module, name, task, port }: ReadingTask): Promise<void> {
  let credit = 0;
  let goOn: () => void = () => {};
  let take: (bytes: Uint8Array | null) => void = () => {};
  let streams = 0;
  port.on("message", (told: ToThread) => {
    if ("credit" in told) {
      credit += 1;
      goOn();
    } else take(told.bytes);
  });
  const say = (said: FromThread<unknown>): void => port.postMessage(said, buffersOf(said));

  async function* bytesOf(stream: number): AsyncGenerator<Buffer> {
    say({ open: stream });
    try {
      for (;;) {
        const bytes = await new Promise<Uint8Array | null>((resolve) => {
          take = resolve;
          say({ more: stream });
        });
        if (bytes === null) return;
        yield Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      }
    } finally {
      say({ close: stream });
    }
  }
  const open = (): Readable => Readable.from(bytesOf(++streams), { objectMode: false, highWaterMark: 1 });

  const { [name]: read } = await import(module);
  say({ begun: true });
  for await (const part of read(task, open)) {
    while (credit === 0) await new Promise<void>((resolve) => (goOn = resolve));
    credit -= 1;
    say({ part });
  }
  say({ end: true });
}

/** Bytes of a part are handed over, not copied. */
function buffersOf(said: FromThread<unknown>): ArrayBuffer[] {
  const part = "part" in said ? said.part : null;
  if (typeof part !== "object" || part === null) return [];
  return Object.values(part).flatMap((value) => (value instanceof Uint8Array ? [value.buffer as ArrayBuffer] : []));
}
