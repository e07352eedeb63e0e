import type { ApolloServer } from "@apollo/server";
import type { RequestHandler, Response } from "express";
import { getOperationAST } from "graphql";
import { type Context, createContext } from "../core/context.ts";
import { DomainError, ErrorCode } from "../core/errors.ts";
import { log } from "../core/log.ts";
import { LoopRoom } from "../core/loop-room.ts";
import type { Topic } from "../core/topic.ts";
import { isUnavailable } from "../core/unavailable.ts";
import { scopesOf, type Viewer } from "../core/viewer.ts";
import { liveStreams } from "./health.ts";
import { type LiveAnswer, LiveStream, type LiveTimes } from "./live-stream.ts";
import { sendRefusal } from "./refusals.ts";
import { chargeAgain, whoAsks } from "./request-limits.ts";
import { Tidings } from "./tidings.ts";

type Base = Pick<Context, "db" | "config" | "now">;

/** How many streams one server has at once. Published in docs/limits.md. */
export const mostStreams = {
  /** Of one account or API key, of one program for one member, or of one network address. */
  ofViewer: 20,
  inAll: 1_000,
} as const;

const usualTimes: LiveTimes = { beatMs: 15_000, anewMs: 60_000, paceMs: 500, lastsMs: 3_600_000 };

/** After so long whoever found no place may ask again, in seconds. */
const askAgainSeconds = 30;

/** What an answer is for the event loop at least, in the unit of cost: while that is busy, so much less often are answers made. */
const leastWork = 400;

/** What a GraphQL request asks. */
interface Asked {
  query?: string;
  variables?: Record<string, unknown>;
  operationName?: string;
}

const askedBy = (method: string, { query, variables, operationName }: Record<string, unknown>): Asked =>
  ({
    query,
    variables: method === "GET" && typeof variables === "string" ? JSON.parse(variables) : variables,
    operationName,
  }) as Asked;

/** What decides what the viewer may, to be compared. */
const rightsOf = (viewer: Viewer): string =>
  JSON.stringify([
    { ...viewer, provedAt: null, agent: viewer.agent?.id, apiKey: viewer.apiKey?.id },
    [...viewer.staffRoles],
    [...viewer.providers],
    [...(scopesOf(viewer) ?? [])],
  ]);

/** Without the header that no foreign page can set a link of such a page would take one of the viewer's places. */
const isForeign: (headers: NodeJS.Dict<string | string[]>) => boolean = (headers) =>
  !headers["apollo-require-preflight"] && !headers["x-apollo-operation-name"];

/** Where streams have their places. */
class Places {
  readonly #taken = new Map<string, number>();
  #inAll = 0;

  /** Takes a place. Answers how to give it back; null: there is none. */
  take(who: string): (() => void) | null {
    const own = this.#taken.get(who) ?? 0;
    if (own >= mostStreams.ofViewer || this.#inAll >= mostStreams.inAll) return null;
    this.#taken.set(who, own + 1);
    this.#inAll += 1;
    liveStreams.inc();
    return () => {
      const left = (this.#taken.get(who) ?? 1) - 1;
      if (left > 0) this.#taken.set(who, left);
      else this.#taken.delete(who);
      this.#inAll -= 1;
      liveStreams.dec();
    };
  }
}

/**
 * Answers subscriptions by a stream of server-sent events. Each answer is a request of its own, asked with the rights of that moment, and goes through
 * all that other requests go through.
 * @param leaving aborts when the server is on its way out: streams end without being complete
 */
export function live(
  base: Base,
  apollo: ApolloServer<Context>,
  leaving: AbortSignal,
  times: Partial<LiveTimes> = {},
): RequestHandler {
  const tidings = new Tidings(base);
  const room = new LoopRoom();
  const charge = chargeAgain(base);
  const places = new Places();
  const open = new Set<LiveStream>();
  leaving.addEventListener("abort", () => {
    for (const stream of open) stream.end();
  });

  const answer = async (asked: Asked, viewer: Viewer, { ctx }: Response["locals"]) => {
    const follows = new Set<Topic>();
    const request = { ...ctx.request, follows, idempotent: null, refusals: [] };
    const { body, http } = await apollo.executeOperation(asked, { contextValue: createContext(base, viewer, request) });
    if (body.kind !== "single") throw new Error("An answer came in parts.");
    return { result: body.singleResult, follows, rights: rightsOf(viewer), status: http.status ?? 200 };
  };

  return async (req, res, next) => {
    const { document } = res.locals;
    const asked = askedBy(req.method, (req.method === "GET" ? req.query : (req.body ?? {})) as Record<string, unknown>);
    if (!document || getOperationAST(document, asked.operationName)?.operation !== "subscription") return next();
    if (!/\btext\/event-stream\b/i.test(req.headers.accept ?? ""))
      return sendRefusal(res, new DomainError(ErrorCode.BAD_INPUT, "http.streamOnly"), 406);
    if (req.method === "GET" && isForeign(req.headers))
      return sendRefusal(res, new DomainError(ErrorCode.BAD_INPUT, "http.streamPreflight"));
    const { who } = whoAsks(res.locals);
    const leave = places.take(who);
    if (!leave) {
      const facts = { most: mostStreams.ofViewer, retryAfterSeconds: askAgainSeconds };
      return sendRefusal(res, new DomainError(ErrorCode.TOO_MANY_REQUESTS, "http.streams", facts));
    }
    res.once("close", leave);
    const cost = Number(res.getHeader("X-GraphQL-Cost") ?? 1);
    const stream = new LiveStream(
      res,
      {
        mayAsk: async () => {
          await room.enter(who, Math.max(cost, leastWork));
          return charge(res.locals, cost).catch(later);
        },
        ask: async (): Promise<LiveAnswer | null> => {
          const viewer = await res.locals.viewerNow().catch(later);
          const made = viewer && (await answer(asked, viewer, res.locals).catch(later));
          return made && made.status < 500 ? made : null;
        },
        rights: async () => {
          const viewer = await res.locals.viewerNow().catch(later);
          return viewer && rightsOf(viewer);
        },
      },
      { ...usualTimes, ...times },
      req.get("Last-Event-ID") ?? null,
    );
    const forget = await tidings.join(stream);
    const close = (): void => {
      forget();
      open.delete(stream);
    };
    open.add(stream);
    if (res.closed) return close();
    res.once("close", close);
    const first = await answer(asked, res.locals.ctx.viewer, res.locals);
    if (first.status >= 400) return void res.status(first.status).json(first.result);
    res.locals.isStream = true;
    stream.begin(first);
    if (leaving.aborted) stream.end();
  };
}

/** Whatever goes wrong behind a stream is tried again with its next beat. */
function later(err: unknown): null {
  if (!isUnavailable(err)) log.error({ err }, "A stream could not go on.");
  return null;
}
