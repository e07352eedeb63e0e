import type { RequestHandler } from "express";
import type { Context } from "../core/context.ts";
import { rateLimit } from "../core/rate-limits.table.ts";
import { LotLimit, networkOf, tooMany } from "../core/rate-limits.ts";

type Base = Pick<Context, "db" | "config" | "now">;

/**
 * Counts every request, by who is signed in or else by network address, and tells in `RateLimit-*` headers how many are left.
 * Too many: 429 with `Retry-After`.
 */
export function requestLimits(base: Base): RequestHandler {
  const byViewer = new LotLimit(base, "requestsByViewer");
  const byAddress = new LotLimit(base, "requestsByAddress");
  return async (_req, res, next) => {
    const { viewer, request } = res.locals.ctx;
    const limit = viewer.accountId ? byViewer : byAddress;
    const taken = await limit.take(viewer.apiKey?.id ?? viewer.accountId ?? networkOf(request.ip));
    const most = base.config.rateLimits[limit.name];
    const seconds = Math.max(1, Math.ceil((taken.resetsAt.getTime() - base.now().getTime()) / 1_000));
    res.setHeader("RateLimit-Policy", `${most};w=${rateLimit(limit.name).seconds}`);
    res.setHeader("RateLimit-Limit", most);
    res.setHeader("RateLimit-Remaining", taken.remaining);
    res.setHeader("RateLimit-Reset", seconds);
    if (taken.allowed) return next();
    res.status(429).setHeader("Retry-After", seconds);
    res.json({ errors: [tooMany(base, taken).toJSON()] });
  };
}
