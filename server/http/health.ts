import { randomUUID, timingSafeEqual } from "node:crypto";
import type { RequestHandler } from "express";
import { Router } from "express";
import { collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import { hashToken } from "../accounts/access-token.ts";
import { demoWarning, hasDemoAccounts } from "../accounts/demo-accounts.ts";
import { systemViewer } from "../core/audit.ts";
import { auditIsAppendOnly, oneRoleWarning } from "../core/audit-rights.ts";
import { coalesce } from "../core/coalesce.ts";
import { type Context, createContext } from "../core/context.ts";
import { everybody, type RateLimit, rateLimits } from "../core/define-rate-limit.ts";
import { heldSince, heldWarning } from "../core/hold.ts";
import { log } from "../core/log.ts";
import { leftOfLimit, mostOf } from "../core/rate-limits.ts";
import { StoreAwayError } from "../core/storage/file-store.ts";
import { outsideStore } from "../core/storage/kept-bytes.ts";
import { countAttention } from "../dashboard/attention.queries.ts";
import { poolOf } from "../db/pool.ts";

type Base = Pick<Context, "db" | "config" | "now">;

declare global {
  namespace Express {
    interface Locals {
      /** Whether the answer is a stream, which lasts for as long as its client likes. */
      isStream?: true;
    }
  }
}

/** How the database answers: not at all, or whether its audit log is safe from the server's own role. */
type Answer = "no answer" | "append-only" | "changeable";

/** How long the database may take to answer before the server counts as not ready. */
const readyTimeoutMs = 2_000;

async function askDatabase(base: Base): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Answer>((resolve) => {
    timer = setTimeout(() => resolve("no answer"), readyTimeoutMs);
  });
  try {
    const kept = auditIsAppendOnly(base.db).then((yes): Answer => (yes ? "append-only" : "changeable"));
    return await Promise.race([kept, late]);
  } catch {
    return "no answer";
  } finally {
    clearTimeout(timer);
  }
}

const registry = new Registry();

const durations = new Histogram({
  name: "accrue_request_duration_seconds",
  help: "How long requests took, by first part of the path and status.",
  labelNames: ["method", "area", "status"],
  buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
  registers: [registry],
});
const connections = new Gauge({
  name: "accrue_database_connections",
  help: "Connections of this process to the database, by what they do.",
  labelNames: ["state"],
  registers: [registry],
});
const jobs = new Gauge({
  name: "accrue_jobs",
  help: "Jobs in the queue: ready, later (waiting for their time or another try), given_up.",
  labelNames: ["state"],
  registers: [registry],
});
const sharedLimits = new Gauge({
  name: "accrue_shared_limit_used",
  help: "Share of a limit that is used up where all share it, from 0 to 1.",
  labelNames: ["limit"],
  registers: [registry],
});
const attention = new Gauge({
  name: "accrue_needs_attention",
  help: "What nobody would notice otherwise, by kind, as staff see it.",
  labelNames: ["kind"],
  registers: [registry],
});
export const liveStreams = new Gauge({
  name: "accrue_live_streams",
  help: "Streams of subscriptions that are open in this process.",
  registers: [registry],
});
let collecting = false;

/** How much of each limit that all share is used up: those that have an alarm. */
async function usedOfSharedLimits(base: Base): Promise<[RateLimit, number][]> {
  const shared = rateLimits().filter(({ alarmAt }) => alarmAt !== undefined);
  return Promise.all(
    shared.map(async (limit): Promise<[RateLimit, number]> => {
      const { remaining } = await leftOfLimit(base, limit, everybody);
      return [limit, 1 - remaining / mostOf(base, limit)];
    }),
  );
}

/** Limits that all share and that are nearly used up, by name. */
async function alarms(base: Base): Promise<string[]> {
  const used = await usedOfSharedLimits(base).catch(() => []);
  return used.filter(([{ alarmAt = 1 }, share]) => share >= alarmAt).map(([{ name }]) => name);
}

async function readMetrics(base: Base): Promise<string> {
  if (!collecting) collectDefaultMetrics({ register: registry, prefix: "accrue_" });
  collecting = true;
  const pool = poolOf(base.db);
  connections.set({ state: "idle" }, pool.idleCount);
  connections.set({ state: "busy" }, pool.totalCount - pool.idleCount);
  connections.set({ state: "waited_for" }, pool.waitingCount);
  const [queue] = await base.db.query(`
    SELECT count(*) FILTER (WHERE attempts < max_attempts AND run_at <= now())::int AS ready,
           count(*) FILTER (WHERE attempts < max_attempts AND run_at > now())::int AS later,
           count(*) FILTER (WHERE attempts >= max_attempts)::int AS given_up
    FROM graphile_worker._private_jobs`);
  for (const [state, count] of Object.entries(queue as Record<string, number>)) jobs.set({ state }, count);
  for (const { kind, count } of await countAttention(createContext(base, systemViewer))) attention.set({ kind }, count);
  for (const [limit, used] of await usedOfSharedLimits(base)) sharedLimits.set({ limit: limit.name }, used);
  return registry.metrics();
}

/** How long what the store of files said is taken for true. Everybody may ask. */
const storeAskedMs = 10_000;

let storeAnswer: { until: number; trouble: string | null } | null = null;

/** What is wrong with the store of files; null where nothing is, or there is none. Without it the server works but for what stands there. */
async function storeTrouble({ config }: Base): Promise<string | null> {
  const store = outsideStore(config);
  if (!store) return null;
  if (storeAnswer && storeAnswer.until > Date.now()) return storeAnswer.trouble;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve("The store of files does not answer."), readyTimeoutMs);
  });
  const asked = store.list()[Symbol.asyncIterator]();
  const answered = asked.next().then(
    () => null,
    (error: unknown) => (error instanceof StoreAwayError ? error.message : "The store of files does not answer."),
  );
  try {
    const trouble = await Promise.race([answered, late]);
    storeAnswer = { until: Date.now() + storeAskedMs, trouble };
    return trouble;
  } finally {
    clearTimeout(timer);
  }
}

/** How ready the server is; null where the database does not answer. */
async function readinessOf(base: Base): Promise<Record<string, unknown> | null> {
  const answer = await askDatabase(base);
  if (answer === "no answer") return null;
  const trouble = await storeTrouble(base);
  const nearlyUsedUp = await alarms(base);
  return {
    status: "ready",
    auditLog: answer === "append-only" ? answer : oneRoleWarning,
    ...((await hasDemoAccounts(base.db).catch(() => false)) && { demo: demoWarning }),
    ...((await heldSince(base).catch(() => null)) && { mail: heldWarning }),
    ...(trouble !== null && { files: trouble }),
    ...(nearlyUsedUp.length > 0 && { nearlyUsedUp }),
  };
}

/**
 * `/readyz` says whether the database answers, and whether its audit log is append-only for the server; `/metrics` is for Prometheus, with the bearer token of METRICS_TOKEN, and is not
 * there where none is set.
 */
export function healthRoutes(base: Base, stopping: () => boolean): Router {
  const router = Router();
  router.use(["/readyz", "/metrics"], (_req, res, next) => {
    res.set("Cache-Control", "no-store");
    next();
  });
  // Everybody may ask, as often as they like: those who ask at once share an answer.
  const key = `readyz ${randomUUID()}`;
  router.get("/readyz", async (_req, res) => {
    if (stopping()) return void res.status(503).json({ status: "stopping" });
    const readiness = await coalesce(key, () => readinessOf(base));
    res.status(readiness ? 200 : 503).json(readiness ?? { status: "the database does not answer" });
  });
  router.get("/metrics", async (req, res, next) => {
    const { metricsToken } = base.config;
    const given = /^Bearer (.+)$/i.exec(req.headers.authorization ?? "")?.[1] ?? "";
    if (!metricsToken || !timingSafeEqual(hashToken(given), hashToken(metricsToken))) return next();
    res.type(registry.contentType).send(await readMetrics(base));
  });
  return router;
}

/** First parts of paths under which there is something. Of any other path nothing is told: it may be a secret, and there is no end of them. */
const areas = new Set(
  `account admin assets attendance badge certificates conferences elsewhere evaluate exports forgot-password graphiql graphql healthz logo mail metrics my-data
  programs readyz register renewal reset-password robots.txt sign-in sso transcript transcript.pdf verify .well-known`.split(
    /\s+/,
  ),
);

/** The part of a path that says what is asked for. The rest may be a code or a person's. */
const areaOf = (path: string): string => {
  const area = path.split("/", 2)[1] ?? "";
  return areas.has(area) ? `/${area}` : "/";
};

/** A line in the log, and an observation, for every request: who, what, how it ended, how long. No values and no secrets. */
export const requestLog = (): RequestHandler => (req, res, next) => {
  const started = process.hrtime.bigint();
  const area = areaOf(req.path);
  res.once("close", () => {
    const seconds = Number(process.hrtime.bigint() - started) / 1e9;
    const status = res.writableFinished ? res.statusCode : 499;
    if (!res.locals.isStream) durations.observe({ method: req.method, area, status: String(status) }, seconds);
    const { viewer, request } = res.locals.ctx ?? {};
    log.info(
      {
        requestId: request?.id,
        clientRequestId: request?.clientId ?? undefined,
        traceId: request?.traceId ?? undefined,
        method: req.method,
        area,
        operations: res.locals.operations,
        refused: request?.refusals.length ? request.refusals : undefined,
        status,
        ms: Math.round(seconds * 1_000),
        accountId: viewer?.accountId ?? undefined,
        apiKeyId: viewer?.apiKey?.id,
        agentId: viewer?.agent?.id,
        ip: request?.ip,
      },
      "request",
    );
  });
  next();
};
