import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import type { ReadableStream } from "node:stream/web";
import { AwsClient } from "aws4fetch";
import { DateTime } from "luxon";
import type { S3 } from "../config.ts";
import { type FileStore, ObjectMissingError, StoreAwayError } from "./file-store.ts";

/** How long one request may take, from the connection to the last byte. Mail waits for it in a transaction that may do nothing for a minute. */
const timeoutMs = 15_000;

/** Of an answer that is not the bytes of a file. A page of a listing has some 300 KB. */
const longestAnswer = 4 * 1024 * 1024;

/** XML of an S3 answer: the texts of an element. Names that Accrue gives have no character that XML writes otherwise. */
const texts = (xml: string, element: string): string[] =>
  [...xml.matchAll(new RegExp(`<${element}>([^<]*)</${element}>`, "g"))].map(([, text]) => text ?? "");

const blocks = (xml: string, element: string): string[] =>
  [...xml.matchAll(new RegExp(`<${element}>([\\s\\S]*?)</${element}>`, "g"))].map(([, text]) => text ?? "");

/**
 * A bucket of a store that speaks S3, asked by path and signed by AWS Signature Version 4. Where a lock is set each object is put with it, so
 * that nobody changes or removes it before its day. What is removed goes with every version that the bucket has of it.
 */
export function s3Store({ url, prefix, region, accessKeyId, secretAccessKey, lock }: S3): FileStore {
  const client = new AwsClient({ accessKeyId, secretAccessKey, region, service: "s3", retries: 0 });
  const keyOf = (name: string): string => `${prefix}${name}`;

  const ask = async (
    method: "GET" | "PUT" | "DELETE",
    place: string,
    {
      headers = {},
      body = Buffer.alloc(0),
      expected,
    }: { headers?: Record<string, string>; body?: Buffer; expected: number[] },
  ): Promise<Response> => {
    try {
      const signed = await client.sign(`${url}${place}`, {
        method,
        headers: { ...headers, "X-Amz-Content-Sha256": createHash("sha256").update(body).digest("hex") },
        ...(method === "PUT" && { body: new Uint8Array(body) }),
      });
      const answer = await fetch(signed, { signal: AbortSignal.timeout(timeoutMs), redirect: "error" });
      if (expected.includes(answer.status)) return answer;
      const code = texts(await textOf(answer), "Code")[0];
      throw new StoreAwayError(`${method}: the store answers ${answer.status}${code ? ` ${code}` : ""}.`);
    } catch (error) {
      throw awayOf(method, error);
    }
  };

  const read = async (answer: Response): Promise<string> => {
    try {
      return await textOf(answer);
    } catch (error) {
      throw awayOf("GET", error);
    }
  };

  async function* pages(query: Record<string, string>, next: (xml: string) => Record<string, string> | null) {
    let more: Record<string, string> | null = {};
    while (more) {
      const xml: string = await read(
        await ask("GET", `?${new URLSearchParams({ ...query, ...more })}`, { expected: [200] }),
      );
      yield xml;
      more = texts(xml, "IsTruncated")[0] === "true" ? next(xml) : null;
    }
  }

  return {
    async put(name, bytes) {
      const until = lock && DateTime.utc().plus({ days: lock.days }).toISO({ suppressMilliseconds: true });
      const answer = await ask("PUT", `/${keyOf(name)}`, {
        body: bytes,
        headers: {
          "Content-Type": "application/octet-stream",
          "X-Amz-Checksum-Sha256": createHash("sha256").update(bytes).digest("base64"),
          ...(lock && until
            ? { "X-Amz-Object-Lock-Mode": lock.mode, "X-Amz-Object-Lock-Retain-Until-Date": until }
            : {}),
        },
        expected: [200],
      });
      await read(answer);
    },
    async get(name, range) {
      const answer = await ask("GET", `/${keyOf(name)}`, {
        headers: range ? { Range: `bytes=${range.first}-${range.last}` } : {},
        expected: [range ? 206 : 200, 404],
      });
      if (answer.status === 404) {
        // A bucket that is not there is another matter.
        if (texts(await read(answer), "Code")[0] === "NoSuchBucket")
          throw new StoreAwayError("GET: the store has no such bucket.");
        throw new ObjectMissingError(name);
      }
      return Readable.from(bytesOf(answer));
    },
    async remove(name) {
      const versions: string[] = [];
      // A bucket without versions answers with one that is called null.
      for await (const xml of pages({ versions: "", prefix: keyOf(name) }, (page) => ({
        "key-marker": texts(page, "NextKeyMarker")[0] ?? "",
        "version-id-marker": texts(page, "NextVersionIdMarker")[0] ?? "",
      })))
        for (const block of [...blocks(xml, "Version"), ...blocks(xml, "DeleteMarker")])
          if (texts(block, "Key")[0] === keyOf(name)) versions.push(texts(block, "VersionId")[0] ?? "null");
      let isLocked = false;
      for (const version of versions) {
        const answer = await ask("DELETE", `/${keyOf(name)}?versionId=${encodeURIComponent(version)}`, {
          expected: [200, 204, 403, 404],
        });
        await read(answer);
        // By its lock, or by one that the bucket gives everything, or because the key may not remove: it is still there.
        if (answer.status === 403) isLocked = true;
      }
      return isLocked ? "LOCKED" : "GONE";
    },
    async *list() {
      for await (const xml of pages({ "list-type": "2", prefix }, (page) => ({
        "continuation-token": texts(page, "NextContinuationToken")[0] ?? "",
      })))
        for (const block of blocks(xml, "Contents"))
          yield {
            name: (texts(block, "Key")[0] ?? "").slice(prefix.length),
            byteSize: Number(texts(block, "Size")[0] ?? 0),
          };
    },
  };
}

const awayOf = (method: string, error: unknown): StoreAwayError => {
  if (error instanceof StoreAwayError) return error;
  const cause = (error as { cause?: { code?: string } }).cause?.code ?? (error as Error).name;
  return new StoreAwayError(`${method}: the store does not answer (${cause}).`, { cause: error });
};

/** A short answer as text. What is longer than any that the store should give is one that broke. */
async function textOf(answer: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of (answer.body ?? []) as ReadableStream<Uint8Array>) {
    size += chunk.length;
    if (size > longestAnswer) throw new StoreAwayError("The store gives an answer that is too long.");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** The bytes of an answer. One that ends before its announced length broke off. */
async function* bytesOf(answer: Response): AsyncGenerator<Buffer> {
  const announced = Number(answer.headers.get("content-length") ?? Number.NaN);
  let size = 0;
  try {
    for await (const chunk of (answer.body ?? []) as ReadableStream<Uint8Array>) {
      size += chunk.length;
      yield Buffer.from(chunk);
    }
  } catch (error) {
    throw awayOf("GET", error);
  }
  if (!Number.isNaN(announced) && size !== announced) throw new StoreAwayError("GET: the store broke off.");
}
