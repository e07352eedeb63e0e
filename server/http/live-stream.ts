import { createHash } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import type { Response } from "express";
import type { FormattedExecutionResult } from "graphql";
import type { Topic } from "../core/topic.ts";

/** Times of a stream, in milliseconds. */
export interface LiveTimes {
  /** How often something is sent, so that nobody on the way takes the connection for dead, and looked whether the viewer's rights are what they were. */
  beatMs: number;
  /** How often the answer is made anew though nothing was told: for what follows from the calendar, and for what nothing tells of. */
  anewMs: number;
  /** No more often than this is one stream's answer made. */
  paceMs: number;
  /** After so long a stream ends. Whoever wants to know more begins again. */
  lastsMs: number;
}

/** An answer as it is now. */
export interface LiveAnswer {
  result: FormattedExecutionResult;
  /** What it is to be made anew for. None: it has told all that there is. */
  follows: ReadonlySet<Topic>;
  /** By what rights it was made. */
  rights: string;
}

/** How a stream gets what it tells. */
export interface LiveSource {
  /** Settles when the next answer may be made; else: not for now. */
  mayAsk(): Promise<boolean | null>;
  /** Null: the database doesn't answer. */
  ask(): Promise<LiveAnswer | null>;
  /** What rights the viewer has by now; null: the database doesn't answer. */
  rights(): Promise<string | null>;
}

/** What a stream has told is known by this: who has seen it need not be told again. */
const idOf = (result: FormattedExecutionResult): string =>
  createHash("sha256").update(JSON.stringify(result)).digest("base64url").slice(0, 22);

/**
 * One stream of server-sent events, as graphql-sse's distinct connections have it. It has no line of events that wait: what it tells is the whole
 * answer as it is once the one before was taken, so that nobody is told faster than they read, and nothing is lost by what was left out.
 */
export class LiveStream {
  /** What it wants to hear of; null: of anything, until the first answer says so. */
  topics: ReadonlySet<Topic> | null = null;

  /** What it has heard of before it knew what it follows. */
  readonly #heard = new Set<string>();
  #changed = false;
  #asking = false;
  #sending = false;
  #over = false;
  #askedAt = performance.now();
  #rights = "";
  readonly #timers: NodeJS.Timeout[] = [];

  /** @param seen the ID of the last answer that the client has seen */
  constructor(
    private readonly res: Response,
    private readonly source: LiveSource,
    private readonly times: LiveTimes,
    private seen: string | null,
  ) {
    res.once("close", () => this.#close());
  }

  /** Begins with the answer to the request itself. */
  begin(first: LiveAnswer): void {
    if (this.#over) return;
    // What is not to be transformed is not compressed: a compressor waits for more, and holds memory for as long as the stream lasts.
    this.res
      .status(200)
      .set({
        "Content-Type": "text/event-stream; charset=utf-8",
        "Cache-Control": "no-store, no-transform",
        "X-Accel-Buffering": "no",
      })
      .flushHeaders();
    const { beatMs, lastsMs } = this.times;
    this.#timers.push(
      // Streams that began together have their beats apart.
      setTimeout(() => this.#timers.push(setInterval(() => void this.#beat(), beatMs)), Math.random() * beatMs),
      setTimeout(() => this.end(), lastsMs),
    );
    this.#tell(first);
    for (const topic of first.follows) if (this.#heard.has(topic)) this.#changed = true;
    this.#heard.clear();
    if (this.#changed) void this.#goOn();
  }

  /** Something has happened to what it follows, or may come to follow. */
  hear(of: readonly string[] | null): void {
    if (of && !this.topics) for (const topic of of) this.#heard.add(topic);
    else this.#changed = true;
    void this.#goOn();
  }

  /** Ends it without its being complete: its client comes again. */
  end(): void {
    if (this.#over) return;
    this.#close();
    this.res.end();
  }

  #close(): void {
    this.#over = true;
    for (const timer of this.#timers) clearTimeout(timer);
  }

  #send(text: string): void {
    this.#sending = true;
    this.res.write(text, () => {
      this.#sending = false;
      void this.#goOn();
    });
  }

  #tell({ result, follows, rights }: LiveAnswer): void {
    this.topics = follows;
    this.#rights = rights;
    const id = idOf(result);
    if (id !== this.seen) this.#send(`event: next\nid: ${id}\ndata: ${JSON.stringify(result)}\n\n`);
    this.seen = id;
    const hasRights = result.data !== null && result.data !== undefined;
    if (follows.size > 0 && hasRights) return;
    this.#close();
    this.res.end("event: complete\ndata:\n\n");
  }

  /** Makes the answer anew if something has changed, once the one before was taken. */
  async #goOn(): Promise<void> {
    if (!this.#changed || this.#asking || this.#sending || this.#over || this.topics === null) return;
    this.#asking = true;
    try {
      await delay(Math.max(0, this.#askedAt + this.times.paceMs - performance.now()), undefined, { ref: false });
      if (this.#over || !(await this.source.mayAsk()) || this.#over) return;
      this.#changed = false;
      this.#askedAt = performance.now();
      const answer = await this.source.ask();
      if (this.#over) return;
      if (answer) this.#tell(answer);
      else this.#changed = true;
      if (answer && this.#changed) setImmediate(() => void this.#goOn());
    } finally {
      this.#asking = false;
    }
  }

  async #beat(): Promise<void> {
    // Who takes nothing is cut by the connection's own limit, which a beat would put off.
    if (this.#sending) return;
    this.#send(":\n\n");
    if ((await this.source.rights()) !== this.#rights || performance.now() - this.#askedAt > this.times.anewMs)
      this.#changed = true;
    void this.#goOn();
  }
}
