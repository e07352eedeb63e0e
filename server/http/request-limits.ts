import type { RequestHandler, Response } from "express";
import type { Context } from "../core/context.ts";
import { rateLimit } from "../core/rate-limits.table.ts";
import { LotLimit, networkOf, type Taken, tooMany } from "../core/rate-limits.ts";
import { sendRefusal } from "./refusals.ts";

type Base = Pick<Context, "db" | "config" | "now">;

/** Whom limits count that come with every request: who is signed in, or else the network address. */
const whoAsks = ({ viewer, request }: Context): string =>
  viewer.apiKey?.id ?? viewer.accountId ?? networkOf(request.ip);

const secondsUntilReset = (base: Base, taken: Taken): number =>
  Math.max(1, Math.ceil((taken.resetsAt.getTime() - base.now().getTime()) / 1_000));

function refuse(base: Base, res: Response, taken: Taken): void {
  res.setHeader("Retry-After", secondsUntilReset(base, taken));
  sendRefusal(res, 429, tooMany(base, taken));
}

/**
 * Counts every request, by who is signed in or else by network address, and tells in `RateLimit-*` headers how many are left.
 * Too many: 429 with `Retry-After`.
 */
export function requestLimits(base: Base): RequestHandler {
  const byViewer = new LotLimit(base, "requestsByViewer");
  const byAddress = new LotLimit(base, "requestsByAddress");
  const charge = costLimits(base);
  return async (req, res, next) => {
    const limit = res.locals.ctx.viewer.accountId ? byViewer : byAddress;
    const taken = await limit.take(whoAsks(res.locals.ctx));
    const most = base.config.rateLimits[limit.name];
    res.setHeader("RateLimit-Policy", `${most};w=${rateLimit(limit.name).seconds}`);
    res.setHeader("RateLimit-Limit", most);
    res.setHeader("RateLimit-Remaining", taken.remaining);
    res.setHeader("RateLimit-Reset", secondsUntilReset(base, taken));
    if (!taken.allowed) return refuse(base, res, taken);
    const cost = fileCosts.find(([path]) => path.test(req.path))?.[1];
    if (cost === undefined || (await charge(res, cost))) next();
  };
}

/** What a file costs that is made when it is asked for, beside a GraphQL document of so many things. */
const fileCosts: [path: RegExp, cost: number][] = [
  [/^\/transcript\.pdf$/, 2_000],
  [/^\/exports\//, 2_000],
  [/^\/my-data/, 2_000],
  [/\.zip$/, 5_000],
];

/**
 * Charges what a request costs to whoever asks, and tells in `RateLimit-Cost-*` headers how much is left: a hundred small requests
 * and one large one are the same load.
 * @returns whether it may go on; where not, 429 has been answered
 */
export function costLimits(base: Base): (res: Response, cost: number) => Promise<boolean> {
  const byViewer = new LotLimit(base, "costByViewer");
  const byAddress = new LotLimit(base, "costByAddress");
  return async (res, cost) => {
    const limit = res.locals.ctx.viewer.accountId ? byViewer : byAddress;
    const taken = await limit.take(whoAsks(res.locals.ctx), Math.max(1, cost));
    res.setHeader("RateLimit-Cost-Limit", base.config.rateLimits[limit.name]);
    res.setHeader("RateLimit-Cost-Remaining", taken.remaining);
    if (!taken.allowed) refuse(base, res, taken);
    return taken.allowed;
  };
}
