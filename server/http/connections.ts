import type { ServerOptions } from "node:http";
import type { RequestHandler } from "express";

/**
 * How long connections are kept, in milliseconds. Proxies and clients send their next request into a connection that they have kept
 * for up to a minute: the server must not be the one that closes it, or that request is lost (ECONNRESET). What is slow to say what
 * it wants, on a new connection or a kept one, is let go sooner.
 */
export const connectionTimes: ServerOptions = {
  keepAliveTimeout: 75_000,
  headersTimeout: 15_000,
  requestTimeout: 600_000,
  connectionsCheckingInterval: 5_000,
};

/**
 * Cuts an answer that its client has not taken a byte of for so long, in milliseconds. What is being worked on has nothing to be taken
 * and may take its time.
 */
export const cutStalledAnswers =
  (stalledMs: number): RequestHandler =>
  (_req, res, next) => {
    res.setTimeout(stalledMs, () => {
      if (res.socket && res.socket.writableLength > 0) res.socket.destroy();
    });
    next();
  };
