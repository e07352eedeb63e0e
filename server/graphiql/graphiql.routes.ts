import { existsSync } from "node:fs";
import path from "node:path";
import { Router } from "express";
import helmet from "helmet";
import { bundledFiles } from "../http/bundled-files.ts";

/** GraphiQL's editor puts styles into the page, without a way to give them a nonce; no other page allows that. */
const contentSecurityPolicy = helmet.contentSecurityPolicy({
  directives: {
    "default-src": ["'self'"],
    "script-src": ["'self'"],
    "style-src": ["'self'", "'unsafe-inline'"],
    "font-src": ["'self'", "data:"],
    "img-src": ["'self'", "data:"],
    "worker-src": ["'self'"],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'none'"],
    "upgrade-insecure-requests": null,
  },
});

/** A browser that opens /graphql gets GraphiQL, from our own bundle; everybody else goes on to the API. */
export function graphiqlRoutes(bundle = path.resolve("dist/graphiql")): Router {
  const router = Router();
  router.get("/graphql", (req, res, next) => {
    const page = path.join(bundle, "index.html");
    // GraphQL over GET comes with a query; a browser's visit comes with none and wants HTML.
    if (
      req.query.query !== undefined ||
      !req.accepts("html") ||
      req.accepts(["json", "html"]) !== "html" ||
      !existsSync(page)
    )
      return next();
    contentSecurityPolicy(req, res, () => res.sendFile(page));
  });
  router.use("/graphiql/assets", bundledFiles(path.join(bundle, "assets")));
  return router;
}
