import { readlinkSync } from "node:fs";
import os from "node:os";

/** As `nice` counts: 0 is what everybody has, 19 whoever waits for all others. */
const behind = 5;

/**
 * Lets the thread that calls this stand behind the server's own loop wherever both want a processor. On Linux alone, where threads have a
 * priority each; elsewhere it does nothing.
 */
export function stepBack(): void {
  if (process.platform !== "linux") return;
  try {
    const thread = Number(readlinkSync("/proc/thread-self").split("/").at(-1));
    // Of the process itself this would be the priority of its main thread.
    if (thread !== process.pid) os.setPriority(thread, behind);
  } catch {
    // Without /proc, or where it is not allowed, it shares as all others do.
  }
}
