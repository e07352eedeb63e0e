import { Router } from "express";
import { DateTime } from "luxon";
import type { Context } from "../core/context.ts";

/** For how long the page promises that it is right, as RFC 9116 asks. It is made anew with each request. */
const goodForDays = 90;

/**
 * What machines look for before they look at anything else: `/robots.txt` keeps search engines out, since everything but the public
 * check of a certificate is private, and `/.well-known/security.txt` (RFC 9116) says whom to tell of a weakness, where that is set.
 */
export function wellKnownRoutes({ config, now }: Pick<Context, "config" | "now">): Router {
  const router = Router();
  router.get("/robots.txt", (_req, res) => void res.type("text/plain").send("User-agent: *\nDisallow: /\n"));
  router.get("/.well-known/security.txt", (_req, res, next) => {
    if (!config.securityContact) return next();
    const expires = DateTime.fromJSDate(now()).plus({ days: goodForDays }).startOf("day").toUTC().toISO();
    const lines = [
      `Contact: ${config.securityContact}`,
      `Expires: ${expires}`,
      "Preferred-Languages: en",
      `Canonical: ${config.publicUrl}/.well-known/security.txt`,
    ];
    res.type("text/plain").send(`${lines.join("\n")}\n`);
  });
  return router;
}
