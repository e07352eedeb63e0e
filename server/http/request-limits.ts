import type { Request, RequestHandler, Response } from "express";
import type { Context } from "../core/context.ts";
import { defineRateLimit, minute } from "../core/define-rate-limit.ts";
import { Pace } from "../core/pace.ts";
import { LotLimit, mostOf, networkOf, type Taken, tooMany } from "../core/rate-limits.ts";
import { countedAs, type Viewer } from "../core/viewer.ts";
import { sendRefusal } from "./refusals.ts";

export const requestsByViewer = defineRateLimit("requestsByViewer", {
  most: 3_000,
  seconds: minute,
  counts: "requests of one account or API key, or of one program for one member",
});
export const requestsByAddress = defineRateLimit("requestsByAddress", {
  most: 1_500,
  seconds: minute,
  counts: "requests of one network address without a sign-in",
});

export const costByViewer = defineRateLimit("costByViewer", {
  most: 600_000,
  seconds: minute,
  counts: "cost of the requests of one account or API key, or of one program for one member",
});
export const costByAddress = defineRateLimit("costByAddress", {
  most: 600_000,
  seconds: minute,
  counts: "cost of the requests of one network address without a sign-in",
});

type Base = Pick<Context, "db" | "config" | "now">;

/** Whom limits count that come with every request: who is signed in, or else the network address. */
export function whoAsks({ ctx, keyViewer }: Response["locals"]): { who: string; isSignedIn: boolean } {
  const viewer: Viewer = keyViewer ?? ctx.viewer;
  const signedIn = countedAs(viewer);
  return { who: signedIn ?? networkOf(ctx.request.ip), isSignedIn: signedIn !== null };
}

const secondsUntilReset = (base: Base, taken: Taken): number =>
  Math.max(1, Math.ceil((taken.resetsAt.getTime() - base.now().getTime()) / 1_000));

/** For so long an answer to whoever asks too often is held back, in milliseconds: who asks again at once, asks no more often than that. */
const heldMs = 1_000;

/** So many are held back at once; the others are answered at once, which costs less than holding them. */
const mostHeld = 1_000;
let held = 0;

function refuse(base: Base, res: Response, taken: Taken): void {
  const answer = (): void => {
    if (!res.destroyed) sendRefusal(res, tooMany(base, taken));
  };
  if (held >= mostHeld) {
    answer();
    return;
  }
  held += 1;
  setTimeout(() => {
    held -= 1;
    answer();
  }, heldMs).unref();
}

/**
 * Counts every request, by who is signed in or else by network address, and tells in headers how many are left: `RateLimit` and
 * `RateLimit-Policy` as draft-ietf-httpapi-ratelimit-headers-10 has them, the three older ones as clients know them.
 * Too many: 429 with `Retry-After`.
 */
export function requestLimits(base: Base): RequestHandler {
  const byViewer = new LotLimit(base, requestsByViewer);
  const byAddress = new LotLimit(base, requestsByAddress);
  const paces = { byViewer: new Pace(base, requestsByViewer), byAddress: new Pace(base, requestsByAddress) };
  const charge = costLimits(base);
  return async (req, res, next) => {
    const { who, isSignedIn } = whoAsks(res.locals);
    const limit = isSignedIn ? byViewer : byAddress;
    const taken = await limit.take(who);
    const { name, seconds } = limit.limit;
    const most = mostOf(base, limit.limit);
    const reset = secondsUntilReset(base, taken);
    res.setHeader("RateLimit-Policy", `"${name}";q=${most};w=${seconds}`);
    res.setHeader("RateLimit", `"${name}";r=${taken.remaining};t=${reset}`);
    res.setHeader("RateLimit-Limit", most);
    res.setHeader("RateLimit-Remaining", taken.remaining);
    res.setHeader("RateLimit-Reset", reset);
    if (!taken.allowed) return refuse(base, res, taken);
    await (isSignedIn ? paces.byViewer : paces.byAddress).keep(who, 1, smallWork);
    const cost = fileCosts.find(([path]) => path.test(req.path))?.[1];
    if (cost !== undefined && !(await charge(res, cost))) return;
    if (!res.closed) next();
  };
}

/** The most bytes of a body that are read at once, and so many of them are the work that one thing is that can come back. */
const largestBody = 1024 * 1024;
const bytesOfWork = 200;

/** What it is for the server to read a body at once. */
export const workOfBody = (bytes: number): number => Math.ceil(Math.min(bytes, largestBody) / bytesOfWork);

/** The same before it is read. A document is counted once it is there, and a file is taken as it comes. */
function workAnnounced(req: Request): number {
  if (req.path === "/graphql") return 0;
  return workOfBody(req.headers["transfer-encoding"] ? largestBody : Number(req.headers["content-length"] ?? 0) || 0);
}

/** So many times what one address may ask for without a sign-in, all that comes from it may be together: people in a hall are signed in. */
const timesOfHall = 16;

/**
 * Has everything that comes from one network address wait for its turn, before anybody looks who asks: whether the server is ready, what
 * payments and mail have become, pages. It is never refused for that: whoever watches the server would take it for broken.
 */
export function spreadByAddress(base: Base): RequestHandler {
  const pace = new Pace(base, { ...requestsByAddress, most: requestsByAddress.most * timesOfHall });
  return async (req, res, next) => {
    const work = smallWork + workAnnounced(req);
    await pace.keep(networkOf(req.ip ?? null), work / smallWork, work);
    if (!res.closed) next();
  };
}

/** What a request is for the server that is nothing but small. */
const smallWork = 60;

/** From here on what is asked for is dear: what is small need not wait for it, though both come from one client. */
const dearWork = 500;

/** What a file costs that is made when it is asked for, beside a GraphQL document of so many things. */
const fileCosts: [path: RegExp, cost: number][] = [
  [/^\/transcript\.pdf$/, 2_000],
  [/^\/exports\//, 2_000],
  [/^\/my-data/, 2_000],
  [/^\/everything/, 2_000],
  [/^\/renewal\/proof/, 5_000],
  [/\.zip$/, 5_000],
  [/^\/calendar\.(ics|atom)$/, 1_000],
  [/^\/calendar/, 200],
];

/**
 * Charges what a request costs to whoever asks, and tells in `RateLimit-Cost-*` headers how much is left: a hundred small requests
 * and one large one are the same load. What spends a minute's budget in seconds waits.
 * The function that it gives takes the work that a request is, where it is more than its cost.
 * @returns whether it may go on; where not, 429 has been answered, or nobody waits for an answer any more
 */
export function costLimits(base: Base): (res: Response, cost: number, work?: number) => Promise<boolean> {
  const byViewer = new LotLimit(base, costByViewer);
  const byAddress = new LotLimit(base, costByAddress);
  const paces = { byViewer: new Pace(base, costByViewer), byAddress: new Pace(base, costByAddress) };
  return async (res, cost, work = cost) => {
    const { who, isSignedIn } = whoAsks(res.locals);
    const limit = isSignedIn ? byViewer : byAddress;
    const taken = await limit.take(who, Math.max(1, cost));
    res.setHeader("RateLimit-Cost-Limit", mostOf(base, limit.limit));
    res.setHeader("RateLimit-Cost-Remaining", taken.remaining);
    if (!taken.allowed) refuse(base, res, taken);
    else {
      const line = work >= dearWork ? `${who} dear` : who;
      await (isSignedIn ? paces.byViewer : paces.byAddress).keep(line, Math.max(1, work), work);
    }
    return taken.allowed && !res.closed;
  };
}

/**
 * The same for what one request goes on costing after it was answered, without telling it.
 * @returns whether there is room for it
 */
export function chargeAgain(base: Base): (locals: Response["locals"], cost: number) => Promise<boolean> {
  const byViewer = new LotLimit(base, costByViewer);
  const byAddress = new LotLimit(base, costByAddress);
  return async (locals, cost) => {
    const { who, isSignedIn } = whoAsks(locals);
    const { allowed } = await (isSignedIn ? byViewer : byAddress).take(who, Math.max(1, cost));
    return allowed;
  };
}
