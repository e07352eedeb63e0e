import path from "node:path";
import { Router } from "express";
import { bundledFiles } from "./bundled-files.ts";

/** The pages that the client has. Everything else is somebody else's, or nothing. */
const pages =
  /^\/($|sign-in$|register$|forgot-password$|reset-password$|transcript$|presence$|room$|scan$|badge$|account(\/mails)?$|certificates(\/[\w-]+)?$|conferences\/[\w-]+(\/presence)?$|connect\/[\w-]+$|evaluate(\/[\w-]+)?$)/;

/**
 * The attendee's client, a static bundle. Its files have their content's hash in their names and are kept for good; the
 * page that names them is asked for every time.
 */
export function attendeeRoutes(bundle: string): Router {
  const router = Router();
  // What reads the codes that a doorkeeper's camera sees is compiled WebAssembly, in a worker: that alone may compile it.
  router.use("/assets", (req, res, next) => {
    if (req.path.startsWith("/read-code.worker-"))
      res.set("Content-Security-Policy", "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'");
    next();
  });
  router.use("/assets", bundledFiles(path.join(bundle, "assets")));
  router.get(["/favicon.svg", "/service-worker.js"], (req, res) =>
    res.sendFile(path.join(bundle, req.path), { headers: { "Cache-Control": "no-cache" }, cacheControl: false }),
  );
  router.get(pages, (_req, res) =>
    res.sendFile(path.join(bundle, "index.html"), { headers: { "Cache-Control": "no-cache" }, cacheControl: false }),
  );
  return router;
}
