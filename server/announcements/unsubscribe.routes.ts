import { Router } from "express";
import helmet from "helmet";
import { notFound } from "../core/errors.ts";
import { defineHtmlPage, escapeHtml } from "../core/html-page.ts";
import { say } from "../core/messages/message.ts";
import { type Language, sentence } from "../core/messages/sentence.ts";
import { enforceLimitByAddress } from "../core/rate-limits.ts";
import { unsubscribeByAddress } from "./announcement.limits.ts";
import { isUnsubscribeLink, unsubscribe } from "./unsubscribe.ts";

const page = defineHtmlPage(`
button{padding:.7rem 1.2rem;border:0;border-radius:.25rem;background:var(--ink);color:var(--on-action);font:inherit;cursor:pointer}
`);

const policy = helmet.contentSecurityPolicy({
  useDefaults: false,
  directives: {
    "default-src": ["'none'"],
    "style-src": [page.styleHash],
    "img-src": ["'self'"],
    "form-action": ["'self'"],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'none'"],
  },
});

const html = (language: Language, done: boolean): string => {
  const words = (key: "done" | "doneMore" | "ask" | "askMore" | "button") =>
    escapeHtml(sentence(say(`unsubscribe.${key}`), language));
  const rest = done ? "" : `<form method="post"><button type="submit">${words("button")}</button></form>`;
  return page.render(language, words(done ? "done" : "ask"), `<p>${words(done ? "doneMore" : "askMore")}</p>${rest}`);
};

/**
 * `/unsubscribe/LINK`, without a sign-in. GET shows a button and changes nothing, since programs that look at mails follow links; POST ends
 * such mails, for the button and for mail programs alike (RFC 8058).
 */
export function unsubscribeRoutes(): Router {
  const router = Router();
  router.use("/unsubscribe/:link", policy, (_req, res, next) => {
    res.set({ "Cache-Control": "no-store", "Referrer-Policy": "no-referrer" });
    next();
  });
  router
    .route("/unsubscribe/:link")
    .get(async (req, res) => {
      const { ctx } = res.locals;
      await enforceLimitByAddress(ctx, unsubscribeByAddress);
      if (!(await isUnsubscribeLink(ctx, req.params.link))) throw notFound("link");
      res.type("html").send(html(ctx.request.language, false));
    })
    .post(async (req, res) => {
      const { ctx } = res.locals;
      await enforceLimitByAddress(ctx, unsubscribeByAddress);
      if (!(await unsubscribe(ctx, req.params.link))) throw notFound("link");
      res.type("html").send(html(ctx.request.language, true));
    });
  return router;
}
