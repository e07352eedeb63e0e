import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Response } from "express";
import type { Context } from "./context.ts";
import { DomainError, ErrorCode } from "./errors.ts";
import { Spool } from "./spool.ts";
import { countedAs } from "./viewer.ts";
import { WaitingLine } from "./waiting-line.ts";

/** So many files that are made when they are asked for may one account have under way, from the question to the last byte. */
const filesAtOnce = 2;

/** So many are made at once by one server, each with a connection to the database. The others wait for their turn. */
const madeAtOnce = 4;

const underWay = new Map<string, number>();
const making = new WaitingLine(madeAtOnce);

/** @throws TOO_MANY_REQUESTS */
function begin(who: string): () => void {
  const count = underWay.get(who) ?? 0;
  if (count >= filesAtOnce)
    throw new DomainError(ErrorCode.TOO_MANY_REQUESTS, "core.filesAtOnce", {
      most: filesAtOnce,
      retryAfterSeconds: 10,
    });
  underWay.set(who, count + 1);
  return () => {
    const left = (underWay.get(who) ?? 1) - 1;
    if (left > 0) underWay.set(who, left);
    else underWay.delete(who);
  };
}

/** Whether a download ended because its client went: whoever stops one has what they wanted. */
const isStopped = (error: unknown): boolean => {
  const { name, code } = error as NodeJS.ErrnoException;
  return name === "AbortError" || code === "ERR_STREAM_PREMATURE_CLOSE";
};

/** A pipeline listens seven times to what it writes into, and others listen to an answer already: Node takes more than ten for a leak. */
const pipelineListeners = 10;

/** Sends what is there already, as fast as it is fetched. */
export async function sendStream(res: Response, source: Readable | AsyncIterable<Buffer>): Promise<void> {
  res.setMaxListeners(res.getMaxListeners() + pipelineListeners);
  await pipeline(source, res).catch((error: unknown) => {
    if (!isStopped(error)) throw error;
  });
}

/**
 * Sends a file that is made when it is asked for. It is made first, as fast as the database reads, and then fetched from disk: however
 * slowly somebody fetches it, no connection to the database waits for them.
 * @param make what it is made of; it is asked once its turn has come
 * @throws TOO_MANY_REQUESTS for more than two at once
 */
export async function sendMade(res: Response, make: (ctx: Context) => Promise<Readable>): Promise<void> {
  const { ctx } = res.locals;
  const { viewer, request } = ctx;
  const end = begin(countedAs(viewer) ?? request.ip ?? "");
  const gone = new AbortController();
  res.once("close", () => gone.abort());
  let spool: Spool | null = null;
  try {
    const leave = await making.enter();
    try {
      gone.signal.throwIfAborted();
      spool = await Spool.open();
      await spool.take(await make(ctx), gone.signal);
    } finally {
      leave();
    }
    res.setHeader("Content-Length", spool.size);
    await sendStream(res, spool.read());
  } catch (error) {
    if (!isStopped(error)) throw error;
  } finally {
    spool?.release();
    end();
  }
}
