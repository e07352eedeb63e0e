import { randomUUID } from "node:crypto";
import { parse as parseCookies } from "cookie";
import type { Request, RequestHandler } from "express";
import { hashToken } from "../accounts/access-token.ts";
import { apiKeyPrefix } from "../accounts/api-keys/create-api-key.ts";
import { refusalOfBadKey } from "../accounts/api-keys/refuse-bad-key.ts";
import { loadViewer, loadViewerOfApiKey } from "../accounts/load-viewer.ts";
import { type Context, createContext, type RequestFacts } from "../core/context.ts";
import type { DomainError } from "../core/errors.ts";
import { log } from "../core/log.ts";
import { languageFrom } from "../core/messages/sentence.ts";
import { type Admission, sandboxHeader } from "../core/sandbox.ts";
import { nobody, scopesOf, type Viewer } from "../core/viewer.ts";
import { appTokenPrefix } from "../members/apps/oauth-provider.ts";
import { loadViewerOfAppToken, refusalOfBadAppToken } from "../members/apps/use-app-token.ts";
import { memberTokenPrefix } from "../members/member-tokens/create-member-token.ts";
import { loadViewerOfMemberToken, refusalOfBadMemberToken } from "../members/member-tokens/use-member-token.ts";
import { sendRefusal } from "./refusals.ts";
import { requestIdOf, traceOf } from "./trace.ts";
import { dropRest } from "./uploads.ts";

type Base = Pick<Context, "db" | "config" | "now">;

declare global {
  namespace Express {
    interface Locals {
      ctx: Context;
      /** Whom an API key came for, or a token that acts for a member. It becomes the viewer on routes that admit it. */
      keyViewer: Viewer | null;
      /** Why the API key, or the token for a member, does not count that the request came with. */
      badKey: DomainError | null;
      /** Asks once more who the token's viewer is. */
      lookAgain(): Promise<void>;
      /** Who the token's viewer is by now, where nobody has done anything for it: a sign-in that nobody uses runs out all the same. */
      viewerNow(): Promise<Viewer>;
    }
  }
}

/** Behind TLS a browser takes the prefix as a promise that no other host, path or plain connection has set the cookie. */
const cookieNameOf = (config: Context["config"]): string => (isSecure(config) ? "__Host-accrue_token" : "accrue_token");

/** Whether people reach the server by https. */
export const isSecure = ({ publicUrl }: Context["config"]): boolean => publicUrl.startsWith("https:");

const isOfMember = (token: string): boolean => token.startsWith(memberTokenPrefix);
const isOfApp = (token: string): boolean => token.startsWith(appTokenPrefix);

/** Whether a program holds a token, and no person: it counts as a bearer token alone. */
const isOfProgram = (token: string): boolean => token.startsWith(apiKeyPrefix) || isOfMember(token) || isOfApp(token);

function tokenOf(req: Request, cookieName: string): { token: string | null; byCookie: boolean } {
  const [scheme, token] = (req.headers.authorization ?? "").split(" ", 2);
  if (scheme?.toLowerCase() === "bearer" && token) return { token, byCookie: false };
  const cookie = parseCookies(req.headers.cookie ?? "")[cookieName];
  return cookie && !isOfProgram(cookie) ? { token: cookie, byCookie: true } : { token: null, byCookie: false };
}

async function viewerOf(base: Base, token: string | null, isUsed = true): Promise<Viewer> {
  if (!token) return nobody;
  const [hash, now] = [hashToken(token), base.now()];
  if (isOfApp(token)) return loadViewerOfAppToken(base.db, token, now, base.config);
  if (isOfMember(token)) return loadViewerOfMemberToken(base.db, hash, now, base.config);
  return token.startsWith(apiKeyPrefix)
    ? loadViewerOfApiKey(base.db, hash, now, base.config)
    : loadViewer(base.db, hash, now, base.config, isUsed);
}

/** Why a program's token does not count. */
const refusalOf = async (base: Base, token: string): Promise<DomainError> =>
  isOfApp(token)
    ? refusalOfBadAppToken()
    : isOfMember(token)
      ? refusalOfBadMemberToken()
      : refusalOfBadKey(base.db, hashToken(token), base.now());

/**
 * Warns once where a proxy seems to stand in front that nobody has told us of: everybody behind it counts as one address then, and one
 * guesser stops them all.
 */
export function noteForwarded({ config }: Base): RequestHandler {
  let warned = config.trustProxy !== false;
  return (req, _res, next) => {
    if (!warned && (req.headers["x-forwarded-for"] !== undefined || req.headers.forwarded !== undefined)) {
      warned = true;
      log.warn(
        "Requests come with forwarded addresses, and TRUST_PROXY is not set: everybody behind the proxy is counted as one. Set it to how many proxies stand in front.",
      );
    }
    next();
  };
}

/** A key that does not count is told so, whatever is asked: who sends one never means to be nobody. */
export const refuseBadKeys: RequestHandler = (req, res, next) => {
  if (!res.locals.badKey) return next();
  dropRest(req);
  sendRefusal(res, res.locals.badKey);
};

const everybody: Admission = { viewerOf, refusalOf };

/** Says who asks, for everything that comes after. */
export const withContext =
  (
    base: Base,
    { viewerOf, refusalOf }: Admission = everybody,
    cookieName = cookieNameOf(base.config),
  ): RequestHandler =>
  async (req, res, next) => {
    const { token, byCookie } = tokenOf(req, cookieName);
    const trace = traceOf(req);
    const facts: RequestFacts = {
      id: randomUUID(),
      clientId: requestIdOf(req),
      traceId: trace?.id ?? null,
      ip: req.ip ?? null,
      language: languageFrom(req.headers["accept-language"]),
      userAgent: (req.headers["user-agent"] ?? "").slice(0, 300),
      idempotent: null,
      follows: null,
      refusals: [],
      tokenHash: token ? hashToken(token) : null,
      byCookie,
      // Nobody signs in to the sandbox, and its cookie would take the place of the real one.
      setToken: (value, expiresAt) =>
        base.config.sandbox ||
        res.cookie(cookieName, value ?? "", {
          httpOnly: true,
          sameSite: "lax",
          secure: isSecure(base.config),
          path: "/",
          expires: value ? expiresAt : new Date(0),
        }),
    };
    res.setHeader("X-Request-Id", facts.clientId ?? facts.id ?? "");
    if (trace) res.setHeader("Traceparent", `00-${trace.id}-${trace.span}-${trace.flags}`);
    res.setHeader("Cache-Control", "no-store");
    if (base.config.sandbox) res.setHeader(sandboxHeader, "1");
    const viewer = await viewerOf(base, token);
    const byProgram = scopesOf(viewer) !== null;
    res.locals.badKey = token && isOfProgram(token) && !byProgram ? await refusalOf(base, token) : null;
    res.locals.keyViewer = byProgram ? viewer : null;
    res.locals.ctx = createContext(base, byProgram ? nobody : viewer, facts);
    res.locals.lookAgain = async () => {
      res.locals.ctx.viewer = await viewerOf(base, token);
    };
    res.locals.viewerNow = () => viewerOf(base, token, false);
    next();
  };
