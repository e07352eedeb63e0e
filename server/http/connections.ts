import type { ServerOptions } from "node:http";

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
