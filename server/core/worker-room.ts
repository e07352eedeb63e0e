import os from "node:os";
import type { Transferable } from "node:worker_threads";
import { Piscina } from "piscina";
import { DomainError, ErrorCode } from "./errors.ts";
import { log } from "./log.ts";
import { retryAfterSeconds } from "./unavailable.ts";
import { WaitingLine } from "./waiting-line.ts";

export interface RoomLimits {
  /** Workers at most. Default: one less than the machine has processors, and at least one. */
  workers?: number;
  /** Tasks that wait at most; the next ones are refused. */
  waiting: number;
  /** Longest that one task may take once its turn has come, in milliseconds. Its worker is ended. Infinity: whoever gives the task sees to it. */
  ms: number;
  /** Largest heap of a worker, in MiB. */
  heapMb: number;
  /** Largest part of it for what is new and soon gone, in MiB; by default as V8 has it, 48. */
  youngMb?: number;
}

/** How long an idle worker is kept, in milliseconds: its memory is free again then. */
const idleMs = 60_000;

/** What ends a task from outside: it took too long, or its worker died, mostly of too much memory. */
const endedFromOutside = /AbortError|ERR_WORKER_OUT_OF_MEMORY|[Tt]erminating worker thread|worker (thread )?exited/;

export interface TaskTerms {
  /** Ends the task, and its worker. */
  signal?: AbortSignal;
  /** What is handed over instead of copied. */
  transferList?: readonly Transferable[];
  /** What a task is refused with that was ended from outside. Default: UNAVAILABLE. */
  refusal?(error: NodeJS.ErrnoException): Error;
}

/**
 * Threads for what would keep the server's own loop from answering others. A task is plain data, and so is its answer. Workers are
 * started when they are needed, and end when nobody needs them.
 */
export class WorkerRoom<Task, Answer> {
  readonly #file: URL;
  readonly #name: string;
  readonly #limits: RoomLimits & { workers: number };
  readonly #line: WaitingLine;
  #pool: Piscina<unknown, Answer> | undefined;

  /**
   * @param file the module that workers import
   * @param name of its exported function, which takes a task
   */
  constructor(file: URL, name: string, limits: RoomLimits) {
    this.#file = file;
    this.#name = name;
    this.#limits = { workers: Math.max(1, os.availableParallelism() - 1), ...limits };
    this.#line = new WaitingLine(this.#limits.workers);
  }

  /**
   * Does a task on a thread of its own.
   * @throws UNAVAILABLE where too many wait already, or the task takes more time or memory than it may; else what the task throws
   */
  async run(task: Task, { signal, transferList, refusal = tooMuch }: TaskTerms = {}): Promise<Answer> {
    const { workers, waiting, ms } = this.#limits;
    if (this.#line.length >= workers + waiting) throw tooMuch();
    // The time until its turn does not count: what others take is not its fault.
    const leave = await this.#line.enter();
    const tooLong = new AbortController();
    const timer = Number.isFinite(ms) ? setTimeout(() => tooLong.abort(), ms) : undefined;
    const options = {
      signal: signal ? AbortSignal.any([signal, tooLong.signal]) : tooLong.signal,
      ...(transferList && { transferList }),
    };
    try {
      this.#pool ??= this.#open();
      return await (this.#fromSources
        ? this.#pool.run({ file: this.#file.href, name: this.#name, task }, { name: "runFromSources", ...options })
        : this.#pool.run(task, { name: this.#name, ...options }));
    } catch (error) {
      const { name, code, message } = error as NodeJS.ErrnoException;
      if (!endedFromOutside.test(`${name} ${code} ${message}`)) throw error;
      log.warn({ err: error, task: this.#name }, "A task was ended by its limits.");
      throw refusal(error as NodeJS.ErrnoException);
    } finally {
      clearTimeout(timer);
      leave();
    }
  }

  get #fromSources(): boolean {
    return this.#file.pathname.endsWith(".ts");
  }

  #open(): Piscina<unknown, Answer> {
    const { workers, heapMb, youngMb } = this.#limits;
    const pool = new Piscina<unknown, Answer>({
      filename: this.#fromSources ? new URL("worker-from-sources.mjs", import.meta.url).href : this.#file.href,
      minThreads: 0,
      maxThreads: workers,
      idleTimeout: idleMs,
      concurrentTasksPerWorker: 1,
      atomics: "disabled",
      resourceLimits: {
        maxOldGenerationSizeMb: heapMb,
        ...(youngMb !== undefined && { maxYoungGenerationSizeMb: youngMb }),
      },
    });
    // Of a worker that dies without a task nobody else is told.
    pool.on("error", (error) => log.warn({ err: error, task: this.#name }, "A worker died."));
    return pool;
  }
}

const tooMuch = (): DomainError => new DomainError(ErrorCode.UNAVAILABLE, "core.tooMuchAtOnce", { retryAfterSeconds });

/** A module beside the one that asks, under the ending that this program runs from: sources, or what was compiled of them. */
export const besideModule = (name: string, asking: string): URL =>
  new URL(`./${name}${asking.endsWith(".ts") ? ".ts" : ".js"}`, asking);
