import os from "node:os";
import type { Readable } from "node:stream";
import { MessageChannel } from "node:worker_threads";
import { DomainError, ErrorCode } from "./errors.ts";
import type { FromThread, ReadingTask, ToThread } from "./file-thread.ts";
import { unavailable } from "./unavailable.ts";
import { WaitingLine } from "./waiting-line.ts";
import { besideModule, WorkerRoom } from "./worker-room.ts";

/** A function that takes files apart on a thread of its own: plain data and the file in, parts of plain data out. */
export interface FileReader<Task, Part> {
  module: URL;
  name: string;
  /** For types alone. */
  readonly kind?: (task: Task) => Part;
}

/**
 * @param module beside the one that asks, whose exported function `name` reads: `async function* (task, open: () => Readable)`
 */
export const fileReader = <Task, Part>(module: string, name: string, asking: string): FileReader<Task, Part> => ({
  module: besideModule(module, asking),
  name,
});

export interface FileBudget {
  /** Files that are read at once. */
  workers: number;
  /** Largest heap of a thread, in MiB. */
  heapMb: number;
  /** Longest that a thread may take from one piece of the file to the next, in milliseconds. */
  stepMs: number;
  /** Longest that it may take for the whole of it, what it waits for others not counted, in milliseconds. */
  totalMs: number;
}

/** So many may wait for their turn. Uploads have a line of their own, which is shorter. */
const waiting = 100;

/** So many parts are on their way at most: one that is taken in, and one that is read meanwhile. */
const ahead = 2;

/**
 * Threads that take apart the files that people send: rosters, schedules, registrations. No file is whole in memory, and what one costs
 * takes nothing from the server's own loop.
 */
export class FileRoom {
  readonly #budget: FileBudget;
  readonly #threads: WorkerRoom<ReadingTask, void>;
  readonly #turns: WaitingLine;

  constructor(budget: FileBudget) {
    this.#budget = budget;
    this.#turns = new WaitingLine(budget.workers);
    this.#threads = new WorkerRoom(besideModule("file-thread", import.meta.url), "readInThread", {
      workers: budget.workers,
      waiting,
      ms: Number.POSITIVE_INFINITY,
      heapMb: budget.heapMb,
      // Rows are gone as soon as they are handed on, so that a large room for them only fills.
      youngMb: 12,
    });
  }

  /** Does what reads files, once it is its turn: so that nobody has to wait for a thread inside a transaction. */
  async inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.#turns.length >= waiting) throw unavailable();
    const leave = await this.#turns.enter();
    try {
      return await work();
    } finally {
      leave();
    }
  }

  /**
   * What a reader finds in a file, part by part; it goes on while a part is taken in, and no further.
   * @param open a new stream of the file's bytes, as often as it is asked for
   * @throws FILE_TOO_COSTLY where it takes more time or memory than a file may; UNAVAILABLE where its thread was ended otherwise; what
   *   the reader throws, and the streams
   */
  async *read<Task, Part>(
    { module, name }: FileReader<Task, Part>,
    task: Task,
    open: () => Readable,
  ): AsyncGenerator<Part, void, undefined> {
    const { port1: near, port2: far } = new MessageChannel();
    const ended = new AbortController();
    const streams = new Map<number, AsyncIterator<Buffer>>();
    const parts: Part[] = [];
    let done = false;
    let failure: Error | null = null;
    let wake: () => void = () => {};
    const fail = (error: unknown): void => {
      failure ??= error as Error;
      ended.abort();
      wake();
    };
    const watch = new Stopwatch(this.#budget, () => fail(tooCostly()));
    const tell = (told: ToThread): void => near.postMessage(told);
    const give = async (stream: number): Promise<void> => {
      const next = await streams.get(stream)?.next();
      watch.waitsForBytes(false);
      // A copy, since what a stream hands out may be a part of something larger.
      tell({ stream, bytes: !next || next.done ? null : new Uint8Array(next.value) });
    };
    near.on("message", (said: FromThread<Part>) => {
      if ("begun" in said) watch.begin();
      else if ("open" in said) streams.set(said.open, open()[Symbol.asyncIterator]());
      else if ("more" in said) {
        watch.waitsForBytes(true);
        give(said.more).catch(fail);
      } else if ("close" in said) void streams.get(said.close)?.return?.();
      else if ("end" in said) done = true;
      else {
        parts.push(said.part);
        watch.handedOn();
      }
      wake();
    });
    const allow = (): void => {
      watch.mayHandOn();
      tell({ credit: 1 });
    };
    for (let i = 0; i < ahead; i++) allow();
    const run = this.#threads
      .run(
        { module: module.href, name, task, port: far },
        {
          signal: ended.signal,
          transferList: [far],
          refusal: (error) => (error.code === "ERR_WORKER_OUT_OF_MEMORY" ? tooCostly() : (failure ?? unavailable())),
        },
      )
      .catch(fail);
    try {
      for (;;) {
        while (parts.length === 0 && !done && failure === null) await new Promise<void>((resolve) => (wake = resolve));
        if (failure !== null) throw failure;
        const part = parts.shift();
        if (part === undefined) return;
        yield part;
        allow();
      }
    } finally {
      watch.end();
      if (!done) ended.abort();
      near.close();
      for (const stream of streams.values()) void stream.return?.()?.catch(() => {});
      await run;
    }
  }

  /**
   * The one thing that a reader finds.
   * @throws as `read`
   */
  async readOne<Task, Answer>(
    reader: FileReader<Task, Answer>,
    task: Task,
    open: () => Readable,
  ): Promise<Awaited<Answer>> {
    let answer: Answer | undefined;
    for await (const part of this.read(reader, task, open)) answer = part;
    if (answer === undefined) throw new Error(`${reader.name} has found nothing to say.`);
    return answer as Awaited<Answer>;
  }
}

/** Counts the time in which a thread could go on: it has bytes, and may hand on what it makes of them. */
class Stopwatch {
  readonly #budget: FileBudget;
  readonly #over: () => void;
  #begun = false;
  #needsBytes = false;
  #credit = 0;
  #spent = 0;
  #since = 0;
  #timer: NodeJS.Timeout | null = null;

  constructor(budget: FileBudget, over: () => void) {
    this.#budget = budget;
    this.#over = over;
  }

  begin(): void {
    this.#begun = true;
    this.#turn();
  }

  waitsForBytes(waits: boolean): void {
    this.#needsBytes = waits;
    this.#turn();
  }

  mayHandOn(): void {
    this.#credit += 1;
    this.#turn();
  }

  handedOn(): void {
    this.#credit -= 1;
    this.#stop();
    this.#turn();
  }

  end(): void {
    this.#begun = false;
    this.#turn();
  }

  #turn(): void {
    const runs = this.#begun && !this.#needsBytes && this.#credit > 0;
    if (!runs) this.#stop();
    else if (this.#timer === null) {
      this.#since = performance.now();
      const left = this.#budget.totalMs - this.#spent;
      this.#timer = setTimeout(this.#over, Math.max(0, Math.min(this.#budget.stepMs, left)));
    }
  }

  #stop(): void {
    if (this.#timer === null) return;
    clearTimeout(this.#timer);
    this.#timer = null;
    this.#spent += performance.now() - this.#since;
  }
}

const tooCostly = (): DomainError =>
  new DomainError(ErrorCode.FILE_TOO_COSTLY, "core.fileTooCostly", { field: "file" });

const second = 1_000;
const workers = Math.max(2, os.availableParallelism());

/** Reads what a request brings, of which somebody waits for the answer. */
export const requestFiles = new FileRoom({ workers, heapMb: 256, stepMs: 20 * second, totalMs: 120 * second });

/** Reads what was kept for a job, in a room of its own: nobody who waits stands behind it. */
export const jobFiles = new FileRoom({ workers: 2, heapMb: 256, stepMs: 20 * second, totalMs: 1_200 * second });
