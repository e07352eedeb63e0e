import type { Document } from "./documents.generated.ts";

export * from "./documents.generated.ts";

/** One refusal of an answer, as docs/api/errors.md has it. */
export interface Refusal {
  message: string;
  path?: (string | number)[];
  extensions: { code: string; retryable: boolean; retryAfterSeconds?: number; field?: string } & Record<
    string,
    unknown
  >;
}

/** An answer with refusals. Decide by `code`; the message is for people. */
export class Refused extends Error {
  readonly code: string;
  /** Whether the very same may be sent again. */
  readonly retryable: boolean;
  /** How long to wait before that, at least. */
  readonly retryAfterSeconds: number;

  constructor(
    readonly refusals: readonly Refusal[],
    readonly status: number,
    /** What was carried out all the same. */
    readonly data: unknown = null,
  ) {
    super(refusals.map(({ message }) => message).join(" "));
    this.name = "Refused";
    this.code = refusals[0]?.extensions.code ?? "INTERNAL_ERROR";
    this.retryable = refusals.every(({ extensions }) => extensions.retryable);
    this.retryAfterSeconds = Math.max(0, ...refusals.map(({ extensions }) => extensions.retryAfterSeconds ?? 0));
  }
}

/** There was no answer, or none of Accrue's. A mutation may have been carried out. */
export class NoAnswer extends Error {
  override name = "NoAnswer";
}

export interface Settings {
  /** Where the server is: `https://credits.example.org`. */
  url: string;
  /** An API key, a member's token, or nobody (null). */
  token: string | null;
  /** How often something is sent at most, when the answer says that it may be sent again, or there is none. Default 5. */
  tries?: number;
  /** In which language sentences are, as in `Accept-Language`. */
  language?: string;
  /** Default: the one of where this runs. */
  fetch?: typeof fetch;
}

export interface Asking {
  /** The same for the same work, so that it is done once however often it is sent. Without it a mutation that had no answer is not sent again. */
  idempotencyKey?: string;
  signal?: AbortSignal;
}

type Asked = Pick<Document<unknown, unknown>, "hash" | "text">;
type Answer = { data?: unknown; errors?: Refusal[] };

const sleep = (ms: number, signal?: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal?.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });

/** The seconds before another try: 2, 4, 8 …, each up to half less, so that not everybody comes back at once. */
const pause = (tried: number): number => 2 ** tried * (0.5 + Math.random() / 2);

/** For so long a stream may be silent, in milliseconds: a comment comes every 15 seconds. */
const silentMs = 45_000;

/** A client for whoever has the token. It has no state, and needs nothing but `fetch`. */
export class Accrue {
  readonly #settings: Required<Omit<Settings, "language">> & Pick<Settings, "language">;
  /** Documents that this server does not know by their hash: of these the text is sent. */
  readonly #unknown: Set<string>;

  constructor(settings: Settings, unknown = new Set<string>()) {
    this.#settings = { tries: 5, fetch: (...given) => fetch(...given), ...settings };
    this.#unknown = unknown;
  }

  /** The same for somebody else: a member's token, or nobody. */
  as(token: string | null): Accrue {
    return new Accrue({ ...this.#settings, token }, this.#unknown);
  }

  /**
   * Sends a query or a mutation. What may be sent again is, after as long as the answer says.
   * @throws Refused, NoAnswer
   */
  async ask<Data, Variables>(
    document: Document<Data, Variables>,
    ...[variables, asking = {}]: Record<string, never> extends Variables
      ? [variables?: Variables, asking?: Asking]
      : [variables: Variables, asking?: Asking]
  ): Promise<Data> {
    const mayRepeat = !document.text.startsWith("mutation") || asking.idempotencyKey !== undefined;
    for (let tried = 1; ; tried++)
      try {
        return (await this.#once(document, variables, asking)) as Data;
      } catch (error) {
        const again = error instanceof Refused ? error.retryable : error instanceof NoAnswer && mayRepeat;
        if (!again || tried >= this.#settings.tries) throw error;
        const seconds = error instanceof Refused ? error.retryAfterSeconds : 0;
        await sleep(Math.max(pause(tried), seconds) * 1_000, asking.signal);
      }
  }

  /**
   * Looks on: each answer as it is by then, beginning with the one of now, until there is nothing more to tell. A stream that was lost is
   * opened again, and what was seen is not told twice.
   * @throws Refused
   */
  async *look<Data, Variables>(
    document: Document<Data, Variables>,
    variables: Variables,
    { signal }: Pick<Asking, "signal"> = {},
  ): AsyncGenerator<Data, void, undefined> {
    let seen: string | null = null;
    for (let tried = 1; ; tried++) {
      try {
        for await (const { event, id, data } of this.#stream(document, variables, seen, signal)) {
          tried = 1;
          seen = id ?? seen;
          if (event === "complete") return;
          if (data.errors) throw new Refused(data.errors, 200, data.data);
          yield data.data as Data;
        }
      } catch (error) {
        if (signal?.aborted) throw error;
        if (error instanceof Refused && !error.retryable) throw error;
      }
      await sleep(Math.min(pause(tried), 30) * 1_000, signal);
    }
  }

  /**
   * A file's bytes.
   * @param url as an answer gave it
   * @param withToken whether the token goes along: `pdfUrl` needs it, `downloadUrl` does not
   * @throws Refused, NoAnswer
   */
  async download(url: string, { withToken = false } = {}): Promise<Uint8Array> {
    const answer = await this.#fetch(url, { headers: withToken ? this.#headers() : {} });
    if (!answer.ok) throw refusedBy(await read(answer), answer.status);
    return new Uint8Array(await answer.arrayBuffer());
  }

  #headers(): Record<string, string> {
    const { token, language } = this.#settings;
    return { ...(token && { Authorization: `Bearer ${token}` }), ...(language && { "Accept-Language": language }) };
  }

  async #fetch(url: string, init: RequestInit): Promise<Response> {
    try {
      return await this.#settings.fetch(url, init);
    } catch (cause) {
      if (init.signal?.aborted) throw cause;
      throw new NoAnswer(`There was no answer from ${new URL(url).host}.`, { cause });
    }
  }

  #post(asked: object, variables: unknown, more: Record<string, string>, signal?: AbortSignal) {
    return this.#fetch(`${this.#settings.url.replace(/\/$/, "")}/graphql`, {
      method: "POST",
      headers: { "Content-Type": "application/json", ...this.#headers(), ...more },
      body: JSON.stringify({ ...asked, variables: variables ?? {} }),
      ...(signal && { signal }),
    });
  }

  /** Names the document by its hash, and sends its text where the server does not know it: one of another version. */
  async #send({ hash, text }: Asked, variables: unknown, more: Record<string, string>, signal?: AbortSignal) {
    if (hash && !this.#unknown.has(hash)) {
      const answer = await this.#post({ documentId: `sha256:${hash}` }, variables, more, signal);
      if (answer.ok) return answer;
      const { errors } = await read(answer.clone());
      if (errors?.[0]?.extensions.code !== "PERSISTED_QUERY_NOT_FOUND") return answer;
      this.#unknown.add(hash);
    }
    return this.#post({ query: text }, variables, more, signal);
  }

  async #once(document: Asked, variables: unknown, { idempotencyKey, signal }: Asking): Promise<unknown> {
    const more: Record<string, string> = idempotencyKey === undefined ? {} : { "Idempotency-Key": idempotencyKey };
    const answer = await this.#send(document, variables, more, signal);
    const { data, errors } = await read(answer);
    if (errors) throw new Refused(errors, answer.status, data);
    return data;
  }

  async *#stream(document: Asked, variables: unknown, seen: string | null, signal?: AbortSignal) {
    const silent = new AbortController();
    const stop = (): void => silent.abort(new NoAnswer("The stream is silent."));
    const leave = (): void => silent.abort(signal?.reason);
    signal?.throwIfAborted();
    signal?.addEventListener("abort", leave);
    let timer = setTimeout(stop, silentMs);
    try {
      const more = { Accept: "text/event-stream", ...(seen && { "Last-Event-ID": seen }) };
      const answer = await this.#send(document, variables, more, silent.signal);
      if (!answer.ok || !answer.body) throw refusedBy(await read(answer), answer.status);
      const decoder = new TextDecoder();
      let buffer = "";
      for await (const chunk of answer.body as unknown as AsyncIterable<Uint8Array>) {
        clearTimeout(timer);
        timer = setTimeout(stop, silentMs);
        buffer += decoder.decode(chunk, { stream: true });
        const blocks = buffer.split("\n\n");
        buffer = blocks.pop() ?? "";
        for (const block of blocks) {
          const field = (name: string): string | null => new RegExp(`^${name}: ?(.*)$`, "m").exec(block)?.[1] ?? null;
          const event = field("event");
          if (event) yield { event, id: field("id"), data: JSON.parse(field("data") || "{}") as Answer };
        }
      }
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener("abort", leave);
      silent.abort();
    }
  }
}

/** What a proxy or a server that is being started says is none of Accrue's answers. */
async function read(answer: Response): Promise<Answer> {
  try {
    return (await answer.json()) as Answer;
  } catch (cause) {
    throw new NoAnswer(`${answer.status} is no answer of Accrue.`, { cause });
  }
}

const refusedBy = ({ errors }: Answer, status: number): Error =>
  errors ? new Refused(errors, status) : new NoAnswer(`${status} is no answer of Accrue.`);
