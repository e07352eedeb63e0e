import path from "node:path";
import express, { Router } from "express";
import helmet from "helmet";

/**
 * The console, a static bundle below `/admin`. Files have their content's hash in their names and are kept for good; every
 * other address is one of the console's own pages. Material UI writes its styles into the page.
 * @param secure whether people reach the server by https: only then is a browser told to ask for nothing else
 */
export function adminRoutes(secure: boolean, bundle = path.resolve("dist/admin")): Router {
  const router = Router();
  const contentSecurityPolicy = helmet.contentSecurityPolicy({
    directives: {
      "style-src": ["'self'", "'unsafe-inline'"],
      "font-src": ["'self'"],
      "img-src": ["'self'", "data:", "blob:"],
      "base-uri": ["'none'"],
      "frame-ancestors": ["'none'"],
      ...(secure ? {} : { "upgrade-insecure-requests": null }),
    },
  });
  router.use(
    "/admin/assets",
    express.static(path.join(bundle, "assets"), {
      immutable: true,
      maxAge: "1y",
      index: false,
      redirect: false,
      fallthrough: false,
    }),
  );
  router.get("/admin/favicon.svg", (_req, res) => res.sendFile(path.join(bundle, "favicon.svg")));
  router.get(["/admin", "/admin/*page"], contentSecurityPolicy, (_req, res) =>
    res.sendFile(path.join(bundle, "index.html"), { headers: { "Cache-Control": "no-cache" }, cacheControl: false }),
  );
  return router;
}
