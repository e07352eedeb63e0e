import { Router } from "express";
import { notFound } from "../core/errors.ts";
import { forSignedIn } from "../core/key-access.ts";
import { proofEnding, readOutsideProof } from "./outside-credit.queries.ts";

/**
 * `/outside-credits/ID/proof`: what shows credit from elsewhere, for staff and the member. Always a download: nothing of it runs on our
 * origin.
 */
export function outsideCreditRoutes(): Router {
  const router = Router();
  router.get("/outside-credits/:id/proof", forSignedIn([]), async (req, res) => {
    const file = await readOutsideProof(res.locals.ctx, req.params.id);
    if (!file) throw notFound("document");
    const { completedOn, mediaType, content } = file;
    res
      .type(mediaType)
      .attachment(`proof-${completedOn}.${proofEnding(mediaType)}`)
      .send(content);
  });
  return router;
}
