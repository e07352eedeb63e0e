import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { Response } from "express";
import { coalesce } from "./coalesce.ts";

/** How long an answer is given again, in milliseconds: what was changed is seen that much later at most. */
const keptMs = 60_000;
/** So many bytes of answers are kept; the oldest go first. */
const mostBytes = 32 * 1024 * 1024;

interface Answer {
  status: number;
  type: string;
  bytes: Buffer;
  gzipped: Buffer;
  etag: string;
}

interface Kept {
  until: number;
  answer: Answer;
}

const sizeOf = ({ bytes, gzipped }: Answer): number => bytes.length + gzipped.length;

const compress = promisify(gzip);

/** Public answers, each computed once a minute however many ask. They tell nobody anything that others may not know. */
/** How many there are by now, so that each has a name of its own. */
let made = 0;

export class PublicAnswers {
  readonly #kept = new Map<string, Kept>();
  #bytes = 0;
  readonly #name: string;
  readonly #clock: () => number;

  /**
   * @param name keeps the answers of several routes apart
   * @param clock in milliseconds
   */
  constructor(name: string, clock: () => number = () => performance.now()) {
    // The sandbox's answers are no others' with the same address.
    this.#name = `${name} ${made++}`;
    this.#clock = clock;
  }

  /** @param key of the answer: everything that it depends on */
  async send(
    res: Response,
    key: string,
    make: () => Promise<{ status?: number; type: string; text: string }>,
  ): Promise<void> {
    const { status, type, bytes, gzipped, etag } = await this.#answer(key, make);
    const inGzip = res.req.acceptsEncodings("gzip", "identity") === "gzip";
    res
      .status(status)
      .type(type)
      .set("Cache-Control", status === 200 ? "public, max-age=60, must-revalidate" : "no-cache")
      .set("Vary", "Accept-Encoding, Accept-Language")
      // The bytes differ, and so must their names.
      .set("ETag", `"${etag}${inGzip ? "-gzip" : ""}"`);
    // Express would answer 304 with what it sends: it may not compute a name of its own.
    if (res.req.fresh) return void res.status(304).end();
    if (inGzip) res.set("Content-Encoding", "gzip");
    res.send(inGzip ? gzipped : bytes);
  }

  async #answer(key: string, make: () => Promise<{ status?: number; type: string; text: string }>): Promise<Answer> {
    const kept = this.#kept.get(key);
    if (kept && kept.until > this.#clock()) return kept.answer;
    return coalesce(`${this.#name} ${key}`, async () => {
      const { status = 200, type, text } = await make();
      const bytes = Buffer.from(text);
      const etag = createHash("sha256").update(bytes).digest("base64url").slice(0, 27);
      const answer = { status, type, bytes, gzipped: await compress(bytes), etag };
      this.#forget(key);
      this.#kept.set(key, { until: this.#clock() + keptMs, answer });
      this.#bytes += sizeOf(answer);
      for (const old of this.#kept.keys()) {
        if (this.#bytes <= mostBytes) break;
        this.#forget(old);
      }
      return answer;
    });
  }

  #forget(key: string): void {
    const kept = this.#kept.get(key);
    if (!kept) return;
    this.#kept.delete(key);
    this.#bytes -= sizeOf(kept.answer);
  }
}
