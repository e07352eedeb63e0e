import { isUtf8 } from "node:buffer";
import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { ApolloServer, type ApolloServerPlugin } from "@apollo/server";
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from "@apollo/server/plugin/disabled";
import { expressMiddleware } from "@as-integrations/express5";
import { parse as parseCookies } from "cookie";
import express, {
  type Express as ExpressApp,
  type NextFunction,
  type Request,
  type RequestHandler,
  type Response,
} from "express";
import { GraphQLError, type GraphQLFormattedError, type GraphQLSchema } from "graphql";
import { processRequest } from "graphql-upload-ts";
import helmet from "helmet";
import { ArgumentValidationError } from "type-graphql";
import { hashToken } from "./accounts/access-token.ts";
import { apiKeyPrefix } from "./accounts/create-api-key.ts";
import { loadViewer, loadViewerOfApiKey } from "./accounts/load-viewer.ts";
import { adminRoutes } from "./admin.routes.ts";
import { attendanceRoutes } from "./attendance/attendance.routes.ts";
import { attendeeRoutes } from "./attendee.routes.ts";
import { certificateRoutes } from "./certificates/certificate.routes.ts";
import { logoRoutes } from "./certificates/logo.routes.ts";
import { verifyRoutes } from "./certificates/verify.routes.ts";
import { conferenceRoutes } from "./conferences/conference.routes.ts";
import { keyMayFetch } from "./core/api-scopes.ts";
import { type Context, createContext, type RequestFacts } from "./core/context.ts";
import { crossOrigin } from "./core/cors.ts";
import { documentLimits, enforceDocumentLimits } from "./core/document-limits.ts";
import { DomainError, ErrorCode } from "./core/errors.ts";
import { idempotency } from "./core/idempotency.ts";
import { log } from "./core/log.ts";
import { requestLimits } from "./core/request-limits.ts";
import { isUnavailable, retryAfterSeconds, unavailable } from "./core/unavailable.ts";
import { nobody, type Viewer } from "./core/viewer.ts";
import { exportRoutes } from "./exports.routes.ts";
import { graphiqlRoutes } from "./graphiql/graphiql.routes.ts";
import { mailRoutes } from "./mail/mail.routes.ts";
import { singleSignOnRoutes } from "./members/single-sign-on.routes.ts";
import { operationsRoutes, requestLog } from "./operations.ts";
import { dataExportRoutes } from "./persons/data-export.routes.ts";
import { programDocumentRoutes } from "./programs/program-document.routes.ts";
import { wellKnownRoutes } from "./well-known.routes.ts";

type Base = Pick<Context, "db" | "config" | "now">;

declare global {
  namespace Express {
    interface Locals {
      ctx: Context;
    }
  }
}

/** Behind TLS a browser takes the prefix as a promise that no other host, path or plain connection has set the cookie. */
const cookieNameOf = (config: Context["config"]): string => (isSecure(config) ? "__Host-accrue_token" : "accrue_token");

/** Whether people reach the server by https. */
const isSecure = ({ publicUrl }: Context["config"]): boolean => publicUrl.startsWith("https:");

/** Answers a method that would send the request back, with its cookies, and says which ones are taken. */
const refuseTrace: RequestHandler = (req, res, next) => {
  if (req.method !== "TRACE") return next();
  sendRefusal(
    res.set("Allow", "GET, HEAD, POST, OPTIONS"),
    405,
    new DomainError(ErrorCode.BAD_INPUT, "This method is not taken."),
  );
};

/** Bytes that are no UTF-8 would turn silently into other text. */
const refuseBrokenText = (_req: IncomingMessage, _res: ServerResponse, body: Buffer, encoding: string): void => {
  if (encoding === "utf-8" && !isUtf8(body)) throw Object.assign(new Error("This is not UTF-8."), { status: 400 });
};

function tokenOf(req: Request, cookieName: string): { token: string | null; byCookie: boolean } {
  const [scheme, token] = (req.headers.authorization ?? "").split(" ", 2);
  if (scheme?.toLowerCase() === "bearer" && token) return { token, byCookie: false };
  const cookie = parseCookies(req.headers.cookie ?? "")[cookieName];
  return cookie && !cookie.startsWith(apiKeyPrefix)
    ? { token: cookie, byCookie: true }
    : { token: null, byCookie: false };
}

/** An API key counts as a bearer token alone, and only where its scopes reach. */
async function viewerOf(base: Base, token: string | null, path: string): Promise<Viewer> {
  if (!token) return nobody;
  if (!token.startsWith(apiKeyPrefix)) return loadViewer(base.db, hashToken(token), base.now(), base.config);
  const viewer = await loadViewerOfApiKey(base.db, hashToken(token), base.now());
  return viewer.apiKey && keyMayFetch(viewer.apiKey.scopes, path) ? viewer : nobody;
}

/** Says who asks, for everything that comes after. */
const withContext =
  (base: Base, cookieName = cookieNameOf(base.config)): RequestHandler =>
  async (req, res, next) => {
    const { token, byCookie } = tokenOf(req, cookieName);
    const facts: RequestFacts = {
      id: randomUUID(),
      ip: req.ip ?? null,
      userAgent: (req.headers["user-agent"] ?? "").slice(0, 300),
      idempotent: null,
      refusals: [],
      tokenHash: token ? hashToken(token) : null,
      byCookie,
      setToken: (value, expiresAt) =>
        res.cookie(cookieName, value ?? "", {
          httpOnly: true,
          sameSite: "lax",
          secure: isSecure(base.config),
          path: "/",
          expires: value ? expiresAt : new Date(0),
        }),
    };
    res.setHeader("X-Request-Id", facts.id ?? "");
    res.setHeader("Cache-Control", "no-store");
    const viewer = await viewerOf(base, token, req.path);
    res.locals.ctx = createContext(base, viewer, facts);
    next();
  };

/** The parameters of an address: one that stands there several times is a list, as nobody expects one. */
function parseSearch(search: string): Record<string, string | string[]> {
  const parameters = new Map<string, string[]>();
  for (const [name, value] of new URLSearchParams(search)) {
    const others = parameters.get(name);
    if (others) others.push(value);
    else parameters.set(name, [value]);
  }
  return Object.fromEntries([...parameters].map(([name, all]) => [name, all.length > 1 ? all : (all[0] ?? "")]));
}

function sendRefusal(res: Response, status: number, refusal: GraphQLError): void {
  res
    .set("Cache-Control", "no-store")
    .status(status)
    .json({ errors: [refusal.toJSON()] });
}

const nothingHere = () => new DomainError(ErrorCode.NOT_FOUND, "There is nothing at this address.");

/**
 * Takes a multipart request apart. Who sends one must be signed in and show the header that no foreign form can set, before
 * a byte is kept.
 */
const takeUploads =
  (base: Base): RequestHandler =>
  async (req, res, next) => {
    if (!req.is("multipart/form-data")) return next();
    if (!req.headers["apollo-require-preflight"] && !req.headers["x-apollo-operation-name"])
      return sendRefusal(
        res.set("Connection", "close"),
        400,
        new DomainError(ErrorCode.INVALID_UPLOAD, "Send the header `Apollo-Require-Preflight: true` with an upload."),
      );
    if (!res.locals.ctx.viewer.accountId)
      return sendRefusal(
        res.set("Connection", "close"),
        401,
        new DomainError(ErrorCode.UNAUTHENTICATED, "Sign in first."),
      );
    try {
      req.body = await processRequest(req, res, {
        maxFiles: 1,
        maxFileSize: base.config.uploadMaxBytes,
        maxFieldSize: 100_000,
      });
      next();
    } catch (error) {
      const { status = 400, expose = false, message } = error as { status?: number; expose?: boolean; message: string };
      sendRefusal(
        res,
        status >= 500 ? 400 : status,
        new DomainError(ErrorCode.INVALID_UPLOAD, expose ? message : "This is not a GraphQL multipart request."),
      );
    }
  };

/** Codes that Apollo and GraphQL give themselves, in the words of this schema. */
const codeOf: Record<string, ErrorCode> = {
  GRAPHQL_PARSE_FAILED: ErrorCode.BAD_INPUT,
  GRAPHQL_VALIDATION_FAILED: ErrorCode.BAD_INPUT,
  BAD_USER_INPUT: ErrorCode.BAD_INPUT,
  BAD_REQUEST: ErrorCode.BAD_INPUT,
  OPERATION_RESOLUTION_FAILURE: ErrorCode.BAD_INPUT,
  PERSISTED_QUERY_NOT_SUPPORTED: ErrorCode.BAD_INPUT,
};

/** Whether GraphQL itself found the request wrong and has no code for it, as with too many wrong variables: nothing was run yet. */
const aboutRequest = (error: unknown): boolean =>
  error instanceof GraphQLError && !error.originalError && !error.path && error.extensions.code === undefined;

/** A refusal goes out as it is. Anything else is a bug: the client gets an ID, the log gets the rest. */
function formatError(formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError {
  const cause = error instanceof GraphQLError ? (error.originalError ?? error) : error;
  if (cause instanceof DomainError || (error instanceof GraphQLError && String(error.extensions.code) in ErrorCode))
    return formatted;
  if (cause instanceof ArgumentValidationError) {
    const problems = flattenProblems(cause.extensions.validationErrors as ValidationProblem[]);
    return {
      ...formatted,
      message: problems.map((p) => `${p.field}: ${p.message}.`).join(" "),
      extensions: { code: ErrorCode.BAD_INPUT, field: problems[0]?.field, problems },
    };
  }
  if (isUnavailable(cause)) {
    log.warn({ err: cause }, "The database does not answer.");
    return { ...unavailable().toJSON(), path: formatted.path };
  }
  const code = aboutRequest(error) ? ErrorCode.BAD_INPUT : codeOf[String(formatted.extensions?.code)];
  if (code) return { ...formatted, extensions: { code } };
  const id = randomUUID();
  log.error({ err: cause, errorId: id, path: formatted.path }, "An operation failed.");
  return {
    message: `Something went wrong on our side. Try again; if it stays, tell support this ID: ${id}.`,
    path: formatted.path,
    locations: formatted.locations,
    extensions: { code: ErrorCode.INTERNAL_ERROR, errorId: id },
  };
}

/**
 * Notes for the log what is refused, and tells when to ask again. A database that does not answer is no fault of the request: 503.
 */
const noteRefusals: ApolloServerPlugin<Context> = {
  requestDidStart: async () => ({
    willSendResponse: async ({ response: { body, http }, contextValue }) => {
      if (body.kind !== "single") return;
      const refusals = (body.singleResult.errors ?? []).map(({ extensions }) => extensions ?? {});
      contextValue.request.refusals.push(...new Set(refusals.map(({ code }) => String(code))));
      const later = refusals.find((each) => each.retryAfterSeconds !== undefined);
      if (later) http.headers.set("retry-after", String(later.retryAfterSeconds));
      if (refusals.some(({ code }) => code === ErrorCode.UNAVAILABLE)) http.status = 503;
    },
  }),
};

interface ValidationProblem {
  property: string;
  constraints?: Record<string, string>;
  children?: ValidationProblem[];
}

const flattenProblems = (problems: ValidationProblem[], prefix = ""): { field: string; message: string }[] =>
  problems.flatMap((problem) => {
    const field = `${prefix}${problem.property}`;
    const own = Object.values(problem.constraints ?? {}).map((message) => ({ field, message }));
    return [...own, ...flattenProblems(problem.children ?? [], `${field}.`)];
  });

/**
 * Everything that the server answers, on one port.
 * @param stopping whether the server is on its way out, and so not ready for more
 */
export async function createApp(
  base: Base,
  schema: GraphQLSchema,
  stopping: () => boolean = () => false,
): Promise<ExpressApp> {
  const apollo = new ApolloServer<Context>({
    schema,
    introspection: true,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    // A document that is named by its hash alone would pass the limits of documents unmeasured.
    persistedQueries: false,
    hideSchemaDetailsFromClientErrors: true,
    includeStacktraceInErrorResponses: false,
    parseOptions: { maxTokens: documentLimits.tokens },
    maxRecursiveSelections: 10_000,
    validationOptions: { maxErrors: 5 },
    executionOptions: { maxCoercionErrors: 10 },
    stopOnTerminationSignals: false,
    logger: { debug: () => {}, info: () => {}, warn: (m) => log.warn(m), error: (m) => log.error(m) },
    formatError,
    plugins: [noteRefusals, ApolloServerPluginCacheControlDisabled(), ApolloServerPluginLandingPageDisabled()],
  });
  await apollo.start();

  const app = express();
  app.disable("x-powered-by");
  app.set("trust proxy", base.config.trustProxy);
  // As Apollo reads an address. Express's own parser stops after 1,000 parameters: a query behind those would not be measured.
  app.set("query parser", parseSearch);
  const secure = isSecure(base.config);
  // Everything comes from this server, styles too. Pages that cannot do without more have a policy of their own.
  const directives = {
    "style-src": ["'self'"],
    "font-src": ["'self'"],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'none'"],
    ...(secure ? {} : { "upgrade-insecure-requests": null }),
  };
  app.use(
    helmet({
      contentSecurityPolicy: { directives },
      xFrameOptions: { action: "deny" },
      strictTransportSecurity: secure && { maxAge: 31_536_000, includeSubDomains: false },
    }),
  );
  app.use(refuseTrace);
  app.use(crossOrigin(base.config.corsOrigins));
  app.get("/healthz", (_req, res) => void res.set("Cache-Control", "no-store").json({ status: "ok" }));
  app.use(requestLog());
  app.use(operationsRoutes(base, stopping));
  app.use(wellKnownRoutes(base));
  app.use(graphiqlRoutes());
  app.use(adminRoutes(secure));
  app.use(attendeeRoutes());
  app.use(withContext(base));
  app.use(requestLimits(base));
  app.use(
    "/graphql",
    takeUploads(base),
    express.json({ limit: documentLimits.bytes, verify: refuseBrokenText }),
    (req, _res, next) => {
      req.body ??= {};
      next();
    },
    enforceDocumentLimits(schema),
    idempotency(base),
    expressMiddleware(apollo, { context: async ({ res }) => (res as Response).locals.ctx as Context }),
  );
  app.use(singleSignOnRoutes());
  app.use(attendanceRoutes());
  app.use(conferenceRoutes());
  app.use(certificateRoutes());
  app.use(verifyRoutes());
  app.use(logoRoutes());
  app.use(mailRoutes());
  app.use(programDocumentRoutes());
  app.use(exportRoutes(schema));
  app.use(dataExportRoutes());
  app.use((_req, res) => sendRefusal(res, 404, nothingHere()));
  app.use((error: unknown, _req: Request, res: Response, _next: NextFunction) => {
    const { status = 500, type } = error as { status?: number; type?: string };
    if (error instanceof DomainError) return sendRefusal(res, error.code === ErrorCode.NOT_FOUND ? 404 : 400, error);
    if (isUnavailable(error)) {
      log.warn({ err: error }, "The database does not answer.");
      return sendRefusal(res.set("Retry-After", String(retryAfterSeconds)), 503, unavailable());
    }
    if (status === 404) return sendRefusal(res, 404, nothingHere());
    if (status < 500) {
      const message = type === "entity.too.large" ? "This request is too large." : "This request cannot be read.";
      return sendRefusal(res, status, new DomainError(ErrorCode.BAD_INPUT, message));
    }
    const id = randomUUID();
    log.error({ err: error, errorId: id }, "A request failed.");
    if (res.headersSent) return res.destroy();
    const message = `Something went wrong on our side. Try again; if it stays, tell support this ID: ${id}.`;
    sendRefusal(res, 500, new DomainError(ErrorCode.INTERNAL_ERROR, message));
  });
  return app;
}
