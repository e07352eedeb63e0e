import { existsSync } from "node:fs";
import type { RequestHandler } from "express";
import sirv from "sirv";
import { nothingHere, sendRefusal } from "./refusals.ts";

/**
 * The files of a bundle. Their names have their content's hash, so that they are kept for good, and the build has laid a compressed copy
 * beside each. They are looked up once, when the first is asked for; where no bundle was built there are none.
 */
export function bundledFiles(folder: string): RequestHandler {
  let serve: ReturnType<typeof sirv> | null = null;
  return (req, res) => {
    if (!serve && existsSync(folder))
      serve = sirv(folder, { brotli: true, gzip: true, etag: true, immutable: true, maxAge: 31_536_000 });
    const missing = () => sendRefusal(res, nothingHere());
    if (serve) serve(req, res, missing);
    else missing();
  };
}
