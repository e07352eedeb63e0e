import { randomUUID } from "node:crypto";
import { Accrue, type Document, NoAnswer, Refused } from "../sdk/accrue.ts";

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
  readonly #accrue: Accrue;

  constructor(url: URL, key: string) {
    this.#accrue = new Accrue({ url: url.origin, token: key, language: "en", tries: 2 });
  }

  /**
   * Sends a document. A change has a key of its own, so that it is made once however often it is sent.
   * @throws Refusal what the server refuses, or that it does not answer
   */
  async ask<Data>(text: string, variables: Record<string, unknown> = {}): Promise<Data> {
    const asking = {
      signal: AbortSignal.timeout(patienceMs),
      ...(text.startsWith("mutation") && { idempotencyKey: randomUUID() }),
    };
    try {
      return await this.#accrue.ask({ text } as Document<Data, Record<string, unknown>>, variables, asking);
    } catch (error) {
      if (error instanceof Refused) throw new Refusal(error.message, error.code);
      if (error instanceof NoAnswer || error instanceof DOMException)
        throw new Refusal(`The server does not answer: ${error.message} Try again later.`, "UNAVAILABLE");
      throw error;
    }
  }
}
