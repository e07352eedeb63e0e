import { isUtf8 } from "node:buffer";
import type { IncomingMessage, ServerResponse } from "node:http";
import path from "node:path";
import { ApolloServer } from "@apollo/server";
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from "@apollo/server/plugin/disabled";
import { expressMiddleware } from "@as-integrations/express5";
import compression from "compression";
import express, {
  type Express as ExpressApp,
  type NextFunction,
  type Request,
  type RequestHandler,
  type Response,
} from "express";
import type { GraphQLSchema } from "graphql";
import helmet from "helmet";
import { unsubscribeRoutes } from "../announcements/unsubscribe.routes.ts";
import { attendanceRoutes } from "../attendance/attendance.routes.ts";
import { calendarRoutes } from "../calendar/calendar.routes.ts";
import { badgeRoutes } from "../certificates/badges.routes.ts";
import { certificateRoutes } from "../certificates/certificate.routes.ts";
import { credentialRoutes } from "../certificates/credentials/credential.routes.ts";
import { evaluationSummaryRoutes } from "../certificates/evaluation-summary.routes.ts";
import { logRoutes } from "../certificates/log/log.routes.ts";
import { logoRoutes } from "../certificates/logo.routes.ts";
import { verifyRoutes } from "../certificates/verify.routes.ts";
import { conferenceRoutes } from "../conferences/conference.routes.ts";
import type { Context } from "../core/context.ts";
import { DomainError, ErrorCode } from "../core/errors.ts";
import { isTooDeep, tooDeep } from "../core/json-depth.ts";
import { admitKeys, keyAccess } from "../core/key-access.ts";
import { log } from "../core/log.ts";
import { documentLimits } from "../core/measure-document.ts";
import { readCatalogues } from "../core/messages/sentence.ts";
import type { Admission } from "../core/sandbox.ts";
import { graphiqlRoutes } from "../graphiql/graphiql.routes.ts";
import { invoiceRoutes } from "../invoices/invoice.routes.ts";
import { stripeRoutes } from "../invoices/stripe.routes.ts";
import { kitRoutes } from "../kit/kit.routes.ts";
import { mailRoutes } from "../mail/mail.routes.ts";
import { sendgridRoutes } from "../mail/sendgrid.routes.ts";
import { appRoutes } from "../members/apps/app.routes.ts";
import { nameRequestRoutes } from "../members/name-request.routes.ts";
import { singleSignOnRoutes } from "../members/single-sign-on.routes.ts";
import { bundleRoutes } from "../moving/bundle.routes.ts";
import { wholeExportRoutes } from "../moving/whole-export.routes.ts";
import { outsideCreditRoutes } from "../outside-credit/outside-credit.routes.ts";
import { dataExportRoutes } from "../persons/data-export.routes.ts";
import { memberImportRoutes } from "../persons/member-imports/member-import.routes.ts";
import { scimRoutes } from "../persons/scim/scim.routes.ts";
import { presenceRoutes } from "../presence/presence.routes.ts";
import { programDocumentRoutes } from "../programs/program-document.routes.ts";
import { renewalRoutes } from "../renewals/renewal.routes.ts";
import { testKeysOf } from "../sandbox/admit-test-key.ts";
import { adminRoutes } from "./admin.routes.ts";
import { attendeeRoutes } from "./attendee.routes.ts";
import { bundledFiles } from "./bundled-files.ts";
import { cutStalledAnswers } from "./connections.ts";
import { crossOrigin } from "./cors.ts";
import { docsRoutes } from "./docs.routes.ts";
import { chargeUnreadable, enforceDocumentLimits } from "./document-limits.ts";
import { exportRoutes } from "./exports.routes.ts";
import { healthRoutes, requestLog } from "./health.ts";
import { idempotency } from "./idempotency.ts";
import { keepIntrospection } from "./introspection.ts";
import { knownDocuments } from "./known-documents.ts";
import { leadToSandbox } from "./lead-to-sandbox.ts";
import { live } from "./live.ts";
import type { LiveTimes } from "./live-stream.ts";
import { formatError, noteRefusals, nothingHere, refuseErrors, sendRefusal } from "./refusals.ts";
import { rehearsalRoutes, sayRehearsal } from "./rehearsal.routes.ts";
import { requestLimits, spreadByAddress } from "./request-limits.ts";
import { beginUpload, takeUpload } from "./uploads.ts";
import { isSecure, noteForwarded, refuseBadKeys, withContext } from "./viewer.ts";
import { wellKnownRoutes } from "./well-known.routes.ts";

type Base = Pick<Context, "db" | "config" | "now" | "sandbox">;

/** Answers a method that would send the request back, with its cookies, and says which ones are taken. */
const refuseTrace: RequestHandler = (req, res, next) => {
  if (req.method !== "TRACE") return next();
  sendRefusal(res.set("Allow", "GET, HEAD, POST, OPTIONS"), new DomainError(ErrorCode.BAD_INPUT, "http.method"), 405);
};

/** JSON is UTF-8 (RFC 8259). Bytes that are none would turn silently into other text; what is nested without end would keep everybody waiting. */
const refuseBrokenText = (_req: IncomingMessage, res: ServerResponse, body: Buffer, encoding: string): void => {
  (res as Response).locals.bodyBytes = body.length;
  if (encoding !== "utf-8") throw Object.assign(new Error("JSON is sent in UTF-8."), { status: 415 });
  if (!isUtf8(body)) throw Object.assign(new Error("This is not UTF-8."), { status: 400 });
  if (isTooDeep(body)) throw tooDeep();
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

/** How long a client may leave what was sent to it, in milliseconds. */
const stalledMs = 30_000;

interface Circumstances {
  /** Whether the server is on its way out, and so not ready for more. */
  stopping?: () => boolean;
  /** Aborts when it begins to leave. */
  leaving?: AbortSignal;
  /** Times of streams, where they are to be others than usual. */
  liveTimes?: Partial<LiveTimes>;
  /** In the sandbox: who counts there. */
  admission?: Admission;
  stalledMs?: number;
}

/** Everything that the server answers, on one port. */
export async function createApp(
  base: Base,
  schema: GraphQLSchema,
  {
    stopping = () => false,
    leaving = new AbortController().signal,
    liveTimes,
    admission,
    stalledMs: cutAfterMs = stalledMs,
  }: Circumstances = {},
): Promise<ExpressApp> {
  const apollo = new ApolloServer<Context>({
    schema,
    introspection: true,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    // Known documents are found before that, and measured: known-documents.ts. Strangers register none.
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
    plugins: [
      noteRefusals,
      keepIntrospection(schema),
      keyAccess,
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginLandingPageDisabled(),
    ],
  });
  await readCatalogues();
  await apollo.start();

  const app = express();
  app.disable("x-powered-by");
  app.set("trust proxy", base.config.trustProxy);
  // As Apollo reads an address. Express's own parser stops after 1,000 parameters: a query behind those would not be measured.
  app.set("query parser", parseSearch);
  const secure = isSecure(base.config);
  const { sandbox } = base;
  // The same server once more, on the sandbox: what is answered there has no way to the data.
  const trials = { leaving, liveTimes, admission: testKeysOf(base), stalledMs: cutAfterMs };
  const isReal = !base.config.sandbox;
  if (isReal) app.use(leadToSandbox(sandbox, (inside) => createApp(inside, schema, trials)));
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
  const { rehearsal } = base.config;
  if (rehearsal) app.use(sayRehearsal, rehearsalRoutes());
  app.use(cutStalledAnswers(cutAfterMs));
  app.use(refuseTrace);
  app.use(crossOrigin(base.config.corsOrigins));
  app.get("/healthz", (_req, res) => void res.set("Cache-Control", "no-store").json({ status: "ok" }));
  app.use(requestLog());
  app.use(spreadByAddress(base));
  if (isReal) app.use(healthRoutes(base, stopping));
  // What is made as it is asked for. PDFs, pictures and the bundles' files are compressed already.
  app.use(compression());
  if (isReal) app.use(wellKnownRoutes(base));
  if (isReal && !base.config.trustedDocumentsOnly) app.use(graphiqlRoutes());
  app.use(docsRoutes(schema, path.resolve(base.config.pagesDir, "docs")));
  if (isReal) app.use(adminRoutes(secure, path.resolve(base.config.pagesDir, "admin"), rehearsal));
  if (isReal) app.use(attendeeRoutes(path.resolve(base.config.pagesDir, "attendee"), rehearsal));
  app.use(noteForwarded(base));
  if (isReal) app.use(stripeRoutes(base), sendgridRoutes(base));
  app.use(withContext(base, admission));
  app.use(requestLimits(base));
  app.use("/scim/v2", scimRoutes());
  app.use(refuseBadKeys);
  app.use(
    "/graphql",
    admitKeys("ALL"),
    beginUpload(base),
    chargeUnreadable(base, express.json({ limit: documentLimits.bytes, verify: refuseBrokenText })),
    (req: Request, _res: Response, next: NextFunction) => {
      req.body ??= {};
      next();
    },
    knownDocuments(base, admission),
    enforceDocumentLimits(base, schema),
    takeUpload(base, schema),
    idempotency(base, schema),
    live(base, apollo, leaving, liveTimes),
    expressMiddleware(apollo, { context: async ({ res }) => (res as Response).locals.ctx as Context }),
  );
  if (isReal) app.use(singleSignOnRoutes(), appRoutes(base));
  app.use(attendanceRoutes());
  app.use(conferenceRoutes());
  app.use(presenceRoutes());
  app.use(certificateRoutes());
  app.use(credentialRoutes(base));
  app.use(logRoutes());
  app.use(invoiceRoutes());
  app.use(kitRoutes());
  app.use(evaluationSummaryRoutes());
  app.use(renewalRoutes());
  app.use(badgeRoutes());
  app.use("/verify/assets", bundledFiles(path.resolve("dist/check-file/assets")));
  app.use(verifyRoutes());
  app.use(calendarRoutes());
  app.use(logoRoutes());
  app.use(unsubscribeRoutes());
  app.use(mailRoutes());
  app.use(programDocumentRoutes());
  app.use(nameRequestRoutes());
  app.use(outsideCreditRoutes());
  app.use(exportRoutes(schema));
  app.use(dataExportRoutes());
  app.use(memberImportRoutes());
  app.use(bundleRoutes());
  app.use(wholeExportRoutes());
  app.use((_req, res) => sendRefusal(res, nothingHere()));
  app.use(refuseErrors);
  return app;
}
