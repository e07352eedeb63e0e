import { readFile } from "node:fs/promises";
import path from "node:path";
import { Router } from "express";
import { languageFrom } from "../core/messages/sentence.ts";
import { bundledFiles } from "./bundled-files.ts";
import { withRehearsal } from "./rehearsal.routes.ts";

/** The pages that the client has, as its `app.tsx` and its service worker know them. Everything else is somebody else's, or nothing. */
export const attendeePages =
  /^\/($|sign-in$|register$|forgot-password$|reset-password$|transcript$|renewal$|elsewhere$|presence$|room$|scan$|badge$|account(\/mails)?$|certificates(\/[\w-]+)?$|conferences\/[\w-]+(\/presence)?$|connect\/[\w-]+$|evaluate(\/[\w-]+)?$)/;

/**
 * The attendee's client, a static bundle. Its files have their content's hash in their names and are kept for good; the
 * page that names them is asked for every time.
 * @param rehearsal whether the page says so
 */
export function attendeeRoutes(bundle: string, rehearsal = false): Router {
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
  if (rehearsal)
    router.get(attendeePages, async (req, res, next) => {
      const page = await readFile(path.join(bundle, "index.html"), "utf8").catch(() => null);
      if (page === null) return next();
      const language = languageFrom(req.headers["accept-language"]);
      res.set("Cache-Control", "no-cache").type("html").send(withRehearsal(page, language));
    });
  router.get(attendeePages, (_req, res) =>
    res.sendFile(path.join(bundle, "index.html"), { headers: { "Cache-Control": "no-cache" }, cacheControl: false }),
  );
  return router;
}
