import { randomUUID } from "node:crypto";

/** Longest that an answer is waited for, in milliseconds. */
const patienceMs = 60_000;

/** What the server refused, in its own sentence, which says what to do. */
export class Refusal extends Error {
  constructor(
    message: string,
    /** Stable, of the schema's ErrorCode. */
    readonly code: string,
  ) {
    super(message);
  }
}

/** The server's GraphQL, by one key. */
export class AccrueApi {
  readonly #address: URL;

  constructor(
    url: URL,
    private readonly key: string,
  ) {
    this.#address = new URL("/graphql", url);
  }

  /**
   * Sends a document. A change has a key of its own, so that a proxy that repeats it changes nothing twice.
   * @throws Refusal what the server refuses, or that it does not answer
   */
  async ask<Data>(query: string, variables: Record<string, unknown> = {}): Promise<Data> {
    const answer = await fetch(this.#address, {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        Authorization: `Bearer ${this.key}`,
        "Accept-Language": "en",
        ...(query.startsWith("mutation") && { "Idempotency-Key": randomUUID() }),
      },
      body: JSON.stringify({ query, variables }),
      redirect: "error",
      signal: AbortSignal.timeout(patienceMs),
    }).catch((error: Error) => {
      throw new Refusal(`The server does not answer: ${error.message}. Try again later.`, "UNAVAILABLE");
    });
    const body = (await answer.json().catch(() => ({}))) as {
      data?: Data | null;
      errors?: { message: string; extensions?: { code?: string } }[];
    };
    const [error] = body.errors ?? [];
    if (error) throw new Refusal(error.message, error.extensions?.code ?? "UNKNOWN");
    if (!body.data) throw new Refusal(`The server answered ${answer.status} and no data.`, "UNKNOWN");
    return body.data;
  }
}
