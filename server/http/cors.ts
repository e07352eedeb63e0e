import type { RequestHandler } from "express";

/** What a page of another host may send, and may read of an answer besides its body. */
const requestHeaders = [
  "Authorization",
  "Content-Type",
  "Apollo-Require-Preflight",
  "X-Apollo-Operation-Name",
  "Idempotency-Key",
  "X-Request-Id",
  "Traceparent",
  "Tracestate",
].join(", ");
const answerHeaders = [
  "Content-Disposition",
  "Retry-After",
  "Idempotent-Replayed",
  "WWW-Authenticate",
  "RateLimit",
  "RateLimit-Policy",
  "RateLimit-Limit",
  "RateLimit-Remaining",
  "RateLimit-Reset",
  "X-GraphQL-Cost",
  "RateLimit-Cost-Limit",
  "RateLimit-Cost-Remaining",
  "X-Request-Id",
  "Traceparent",
  "Accrue-Sandbox",
].join(", ");
/** How long a browser may remember the answer to a preflight, in seconds. */
const preflightSeconds = 600;

/**
 * Lets pages of the listed origins read our answers, and nobody else's. Never with cookies: `Access-Control-Allow-Credentials` is not
 * sent, so a page of another host shows a bearer token or is nobody, and there is no cookie that it could ride on.
 */
export function crossOrigin(origins: readonly string[]): RequestHandler {
  return (req, res, next) => {
    if (origins.length > 0) res.vary("Origin");
    const { origin } = req.headers;
    const listed = origin !== undefined && origins.includes(origin);
    if (listed) {
      res.setHeader("Access-Control-Allow-Origin", origin);
      res.setHeader("Access-Control-Expose-Headers", answerHeaders);
    }
    const preflight = req.method === "OPTIONS" && req.headers["access-control-request-method"] !== undefined;
    if (!preflight) return next();
    if (listed) {
      res.vary("Access-Control-Request-Method");
      res.vary("Access-Control-Request-Headers");
      res.setHeader("Access-Control-Allow-Methods", "GET, POST");
      res.setHeader("Access-Control-Allow-Headers", requestHeaders);
      res.setHeader("Access-Control-Max-Age", preflightSeconds);
    }
    res.status(204).end();
  };
}
