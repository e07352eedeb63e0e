import type { Readable } from "node:stream";

/** Readers of files that `file-room.unit.test.ts` tries. */

/** Hands back each piece's size, in turn. */
export async function* sizes(_task: null, open: () => Readable): AsyncGenerator<number> {
  for await (const piece of open()) yield piece.length;
}

/** Hands back bytes that it was given, twice over: the second time from the beginning. */
export async function* twice(task: string, open: () => Readable): AsyncGenerator<{ bytes: Uint8Array }> {
  for (let i = 0; i < 2; i++)
    for await (const piece of open()) yield { bytes: new TextEncoder().encode(`${task}${i}${piece}`) };
}

/** Tells how far it has come each time it may. */
export async function* numbers(upTo: number): AsyncGenerator<number> {
  for (let i = 0; i < upTo; i++) yield i;
}

export async function* misbehave(task: string, open: () => Readable): AsyncGenerator<string> {
  for await (const _ of open()) break;
  if (task === "throw") throw new RangeError("Too far.");
  if (task === "die") process.exit(1);
  if (task === "hang") for (;;);
  const kept: number[][] = [];
  if (task === "fill") for (;;) kept.push(Array.from({ length: 100_000 }, (_, i) => i + kept.length));
  yield `${task} done`;
}
