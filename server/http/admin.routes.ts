import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { type Response, Router } from "express";
import helmet from "helmet";
import { languageFrom } from "../core/messages/sentence.ts";
import { bundledFiles } from "./bundled-files.ts";
import { withRehearsal } from "./rehearsal.routes.ts";

/**
 * The console, a static bundle below `/admin`. Files have their content's hash in their names and are kept for good; every
 * other address is one of the console's own pages. Material UI writes its styles into the page: a number that is used once, in the
 * page and in its policy, tells them from styles that anybody else would slip in.
 * @param rehearsal whether the page says so
 * @param secure whether people reach the server by https: only then is a browser told to ask for nothing else
 */
export function adminRoutes(secure: boolean, bundle: string, rehearsal = false): Router {
  const router = Router();
  const contentSecurityPolicy = helmet.contentSecurityPolicy({
    directives: {
      "style-src": ["'self'", (_req, res) => `'nonce-${(res as Response).locals.styleNonce}'`],
      "font-src": ["'self'"],
      "img-src": ["'self'", "data:", "blob:"],
      "base-uri": ["'none'"],
      "frame-ancestors": ["'none'"],
      ...(secure ? {} : { "upgrade-insecure-requests": null }),
    },
  });
  router.use("/admin/assets", bundledFiles(path.join(bundle, "assets")));
  router.get("/admin/favicon.svg", (_req, res) => res.sendFile(path.join(bundle, "favicon.svg")));
  router.get(
    ["/admin", "/admin/*page"],
    (_req, res, next) => {
      res.locals.styleNonce = randomBytes(16).toString("base64");
      next();
    },
    contentSecurityPolicy,
    async (req, res, next) => {
      const page = await readFile(path.join(bundle, "index.html"), "utf8").catch(whereMissing);
      if (page === null) return next();
      res
        .set("Cache-Control", "no-cache")
        .type("html")
        .send(
          (rehearsal ? withRehearsal(page, languageFrom(req.headers["accept-language"])) : page).replace(
            'name="style-nonce" content=""',
            `name="style-nonce" content="${res.locals.styleNonce}"`,
          ),
        );
    },
  );
  return router;
}

/** The server also runs where no console was built. */
function whereMissing(error: NodeJS.ErrnoException): null {
  if (error.code === "ENOENT") return null;
  throw error;
}
