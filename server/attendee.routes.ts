import path from "node:path";
import express, { Router } from "express";
import helmet from "helmet";

/** The pages that the client has. Everything else is somebody else's, or nothing. */
const pages =
  /^\/($|sign-in$|register$|forgot-password$|reset-password$|transcript$|account$|certificates(\/[\w-]+)?$|conferences\/[\w-]+$)/;

/**
 * The attendee's client, a static bundle. Its files have their content's hash in their names and are kept for good; the
 * page that names them is asked for every time.
 * @param secure whether people reach the server by https: only then is a browser told to ask for nothing else
 */
export function attendeeRoutes(secure: boolean, bundle = path.resolve("dist/attendee")): Router {
  const router = Router();
  const contentSecurityPolicy = helmet.contentSecurityPolicy({
    directives: {
      "style-src": ["'self'"],
      "font-src": ["'self'"],
      ...(secure ? {} : { "upgrade-insecure-requests": null }),
    },
  });
  router.use("/assets", express.static(path.join(bundle, "assets"), { immutable: true, maxAge: "1y", index: false }));
  router.get(["/favicon.svg", "/service-worker.js"], (req, res) =>
    res.sendFile(path.join(bundle, req.path), { headers: { "Cache-Control": "no-cache" }, cacheControl: false }),
  );
  router.get(pages, contentSecurityPolicy, (_req, res) =>
    res.sendFile(path.join(bundle, "index.html"), { headers: { "Cache-Control": "no-cache" }, cacheControl: false }),
  );
  return router;
}
