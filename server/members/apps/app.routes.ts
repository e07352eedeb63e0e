import { createHmac, timingSafeEqual } from "node:crypto";
import express, { type RequestHandler, type Response, Router } from "express";
import helmet from "helmet";
import { audit } from "../../core/audit.ts";
import type { Context } from "../../core/context.ts";
import { DomainError, ErrorCode } from "../../core/errors.ts";
import { defineHtmlPage, escapeHtml } from "../../core/html-page.ts";
import type { MemberScope } from "../../core/member-scopes.ts";
import { type Message, say } from "../../core/messages/message.ts";
import { sentence } from "../../core/messages/sentence.ts";
import { enforceLimitByAddress } from "../../core/rate-limits.ts";
import { appRequestsByAddress } from "./app.limits.ts";
import { scopesIn, scopeWords } from "./app-state.ts";
import { consentPath, oauthProvider, resourceOf } from "./oauth-provider.ts";

type Base = Pick<Context, "db" | "config" | "now">;

const page = defineHtmlPage(`
ul{padding-inline-start:1.2rem}
form{display:flex;flex-wrap:wrap;gap:.75rem;margin-top:1.5rem}
button{padding:.7rem 1.2rem;border:1px solid var(--ink);border-radius:.25rem;background:var(--ink);color:var(--on-action);font:inherit;cursor:pointer}
button.no{background:transparent;color:var(--ink)}
.sheet{padding:1rem 1.25rem;border:1px solid var(--edge);border-radius:.25rem;background:var(--sheet)}
.who{overflow-wrap:anywhere}
`);

/** Where the form may lead: here, and from here back to the app. Browsers ask it of redirections as well. */
function policyFor(redirectUri: string | null): RequestHandler {
  const target = redirectUri ? new URL(redirectUri) : null;
  const back = target && (target.protocol.startsWith("http") ? target.origin : target.protocol);
  return helmet.contentSecurityPolicy({
    useDefaults: false,
    directives: {
      "default-src": ["'none'"],
      "style-src": [page.styleHash],
      "img-src": ["'self'"],
      "form-action": ["'self'", ...(back ? [back] : [])],
      "base-uri": ["'none'"],
      "frame-ancestors": ["'none'"],
    },
  });
}

/** What only the page knows that was shown to this sign-in for this request. */
function proofOf({ request }: Context, uid: string): string {
  return createHmac("sha256", request.tokenHash ?? Buffer.alloc(0))
    .update(`consent ${uid}`)
    .digest("base64url");
}

const isProof = (ctx: Context, uid: string, given: unknown): boolean => {
  const [wanted, shown] = [Buffer.from(proofOf(ctx, uid)), Buffer.from(String(given))];
  return ctx.request.byCookie && wanted.length === shown.length && timingSafeEqual(wanted, shown);
};

const nobodysRequest = () => new DomainError(ErrorCode.NOT_FOUND, "apps.requestOver");

/** What the app asks for, of what it may. */
async function askedBy(base: Base, req: express.Request, res: Response) {
  const provider = await oauthProvider(base);
  const interaction = await provider.interactionDetails(req, res).catch(() => null);
  if (!interaction || interaction.uid !== req.params.uid) throw nobodysRequest();
  const { client_id: clientId, scope, redirect_uri: redirectUri } = interaction.params as Record<string, string>;
  const client = clientId ? await provider.Client.find(clientId) : undefined;
  if (!client) throw nobodysRequest();
  const allowed = scopesIn(client.scope ?? "");
  const scopes = scopesIn(scope ?? "").filter((each) => allowed.includes(each));
  return { provider, interaction, client, scopes, words: scope ?? "", redirectUri: redirectUri ?? null };
}

/** Sends what a browser or an app asks on to the provider, under the address by which people know the server. */
function handOver(base: Base): RequestHandler {
  return async (req, res) => {
    await enforceLimitByAddress(res.locals.ctx, appRequestsByAddress);
    const provider = await oauthProvider(base);
    const { host, protocol } = new URL(base.config.publicUrl);
    Object.assign(req.headers, { host, "x-forwarded-host": host, "x-forwarded-proto": protocol.slice(0, -1) });
    delete req.headers["x-forwarded-for"];
    // The server's own sign-in is none of the provider's business, nor are its answers to be kept.
    await provider.callback()(req, res);
  };
}

/**
 * `/oauth/…` and `/.well-known/openid-configuration`: Accrue as OAuth 2.1 and OpenID provider, for apps that staff have registered.
 * `/oauth/consent/UID` is the page on which a member lets one act, after the sign-in of the attendees' pages.
 */
export function appRoutes(base: Base): Router {
  const router = Router();
  const over = handOver(base);
  router.use("/oauth", (_req, res, next) => {
    res.set({ "Cache-Control": "no-store", "Referrer-Policy": "no-referrer" });
    next();
  });
  router.get("/.well-known/openid-configuration", over);
  router.get("/.well-known/oauth-authorization-server", (req, res, next) => {
    req.url = "/.well-known/openid-configuration";
    over(req, res, next);
  });
  router.get("/oauth/authorize", over);
  router.get("/oauth/authorize/:uid", over);
  router.all("/oauth/token", over);
  router.all("/oauth/revoke", over);
  router.get("/oauth/jwks", over);

  router.get(`${consentPath}/:uid`, async (req, res) => {
    const { ctx } = res.locals;
    const { uid } = req.params;
    const { client, scopes, redirectUri } = await askedBy(base, req, res);
    if (!ctx.viewer.accountId || ctx.viewer.mustEnrol || !ctx.request.byCookie)
      return res.redirect(303, `/connect/${uid}`);
    const inHtml = (message: Message) => escapeHtml(sentence(message, ctx.request.language));
    const name = client.clientName ?? "";
    const body = ctx.viewer.memberId
      ? `<p class="who">${inHtml(say("apps.signedInAs", { email: ctx.viewer.email }))}</p>
<div class="sheet"><p>${inHtml(say("apps.mayThen"))}</p>
<ul>${scopes.map((scope) => `<li>${inHtml(scopeSentence(scope))}</li>`).join("")}</ul></div>
<p class="soft">${inHtml(say("apps.takeBack"))}</p>
<form method="post"><input type="hidden" name="proof" value="${proofOf(ctx, uid)}">
<button name="answer" value="yes">${inHtml(say("apps.allow"))}</button>
<button class="no" name="answer" value="no">${inHtml(say("apps.decline"))}</button></form>`
      : `<p>${inHtml(say("apps.membersOnly"))}</p>
<form method="post"><input type="hidden" name="proof" value="${proofOf(ctx, uid)}">
<button class="no" name="answer" value="no">${inHtml(say("apps.goBack"))}</button></form>`;
    policyFor(redirectUri)(req, res, () => {
      res.type("html").send(page.render(ctx.request.language, inHtml(say("apps.asks", { name })), body));
    });
  });

  router.post(`${consentPath}/:uid`, express.urlencoded({ extended: false, limit: 4_096 }), async (req, res) => {
    const { ctx } = res.locals;
    const { uid } = req.params;
    const { provider, client, scopes, words } = await askedBy(base, req, res);
    const { accountId, memberId, mustEnrol } = ctx.viewer;
    if (!isProof(ctx, uid ?? "", req.body?.proof)) throw nobodysRequest();
    if (req.body?.answer !== "yes" || !accountId || !memberId || mustEnrol)
      return provider.interactionFinished(req, res, { error: "access_denied" });
    const grant = new provider.Grant({ accountId, clientId: client.clientId });
    grant.addOIDCScope(
      [...words.split(" ").filter((word) => ["openid", "offline_access"].includes(word)), scopeWords(scopes)].join(" "),
    );
    grant.addResourceScope(resourceOf(ctx.config), scopeWords(scopes));
    const grantId = await grant.save();
    await ctx.db.transaction((tx) =>
      audit(tx, ctx, "account.connect-app", ["account", accountId], { after: { appId: client.clientId, scopes } }),
    );
    await provider.interactionFinished(req, res, { login: { accountId, remember: false }, consent: { grantId } });
  });
  return router;
}

const sentences = {
  CONFERENCES: "apps.scopeConferences",
  CLAIMS: "apps.scopeClaims",
  CERTIFICATES: "apps.scopeCertificates",
  TRANSCRIPT: "apps.scopeTranscript",
} as const satisfies Record<MemberScope, string>;

/** What an app may with a scope, in plain words. */
const scopeSentence = (scope: MemberScope) => say(sentences[scope]);
