/** What a worker may be asked in `worker-room.unit.test.ts`. */
export async function obey(task: string): Promise<string> {
  if (task === "throw") throw new RangeError("Too far.");
  if (task === "die") process.exit(1);
  if (task === "hang") for (;;);
  if (task === "fill") {
    const kept: number[][] = [];
    for (;;) kept.push(Array.from({ length: 100_000 }, (_, i) => i + kept.length));
  }
  return `${task} done`;
}
