import { parse as parseCookies } from "cookie";
import { type CookieOptions, type Response, Router } from "express";
import helmet from "helmet";
import { beginSingleSignOn, singleSignOnMinutes } from "../accounts/single-sign-on/begin-single-sign-on.ts";
import { finishSingleSignOn } from "../accounts/single-sign-on/finish-single-sign-on.ts";
import { ReturnTo } from "../accounts/single-sign-on/single-sign-on.entity.ts";
import { singleSignOnPage, singleSignOnPageDirectives } from "../accounts/single-sign-on/single-sign-on-page.ts";
import { SingleSignOnRefusal } from "../accounts/single-sign-on/single-sign-on-refusal.ts";
import type { Config } from "../core/config.ts";
import { log } from "../core/log.ts";
import { say } from "../core/messages/message.ts";
import { welcomeGuest } from "./register-attendee.ts";
import { proposeName } from "./request-name.ts";

const cookieName = "accrue_sso";

/** It comes back with the provider's redirection, which Lax lets through and Strict would not. */
const cookieOptions = ({ publicUrl }: Config): CookieOptions => ({
  httpOnly: true,
  sameSite: "lax",
  secure: publicUrl.startsWith("https:"),
  path: "/sso",
});

/** Each client's first page, the one that asks for a second factor, and the one that shows the account. */
const places = {
  [ReturnTo.ATTENDEE]: { home: "/", signIn: "/sign-in", account: "/account" },
  [ReturnTo.CONSOLE]: { home: "/admin", signIn: "/admin/login", account: "/admin/account" },
};

/** Any failure as a page: nobody who comes back from the provider can read JSON. */
function sendRefusal(res: Response, error: unknown): void {
  if (!(error instanceof SingleSignOnRefusal)) throw error;
  const { code, status, cause } = error;
  log.info({ code, err: cause }, "A single sign-on was refused.");
  const { singleSignOn } = res.locals.ctx.config;
  const words = error.wordsFor(singleSignOn?.name ?? "");
  res
    .status(status)
    .type("html")
    .send(singleSignOnPage({ ...words, code, back: "/sign-in" }, res.locals.ctx.request.language));
}

/** `/sso/start?to=console` sends a browser to the OpenID provider, `/sso/callback` takes it back. */
export function singleSignOnRoutes(): Router {
  const router = Router();
  router.use("/sso", helmet.contentSecurityPolicy({ useDefaults: false, directives: singleSignOnPageDirectives }));
  router.get("/sso/start", async (req, res) => {
    const { ctx } = res.locals;
    try {
      const returnTo = req.query.to === "console" ? ReturnTo.CONSOLE : ReturnTo.ATTENDEE;
      const { address, cookie } = await beginSingleSignOn(ctx, returnTo);
      res.cookie(cookieName, cookie, { ...cookieOptions(ctx.config), maxAge: singleSignOnMinutes * 60_000 });
      res.redirect(303, address.href);
    } catch (error) {
      sendRefusal(res, error);
    }
  });
  router.get("/sso/callback", async (req, res) => {
    const { ctx } = res.locals;
    const cookie = parseCookies(req.headers.cookie ?? "")[cookieName] ?? "";
    const [, query = ""] = req.originalUrl.split(/(?=\?)/, 2);
    res.clearCookie(cookieName, cookieOptions(ctx.config));
    try {
      const { returnTo, admitted } = await finishSingleSignOn(ctx, query, cookie, {
        complete: welcomeGuest,
        revisit: proposeName,
      });
      const { home, signIn, account } = places[returnTo];
      if (admitted === "PROVED")
        res
          .type("html")
          .send(
            singleSignOnPage(
              { title: say("singleSignOn.provedTitle"), text: say("singleSignOn.proved"), code: null, back: account },
              ctx.request.language,
            ),
          );
      else if (admitted === "LINKED") res.redirect(303, account);
      // Behind the #, so that it is neither sent to a server nor logged.
      else if ("challenge" in admitted)
        res.redirect(303, `${signIn}#challenge=${admitted.challenge}&proofs=${admitted.proofs.join("+")}`);
      else res.redirect(303, home);
    } catch (error) {
      sendRefusal(res, error);
    }
  });
  return router;
}
