import { Router } from "express";
import { notFound } from "../core/errors.ts";
import { forSignedIn } from "../core/key-access.ts";
import { readNameDocument } from "./name-request.queries.ts";

/** `/name-requests/ID/document`: what shows another name, for staff and the member. Always a download: nothing of it runs on our origin. */
export function nameRequestRoutes(): Router {
  const router = Router();
  router.get("/name-requests/:id/document", forSignedIn([]), async (req, res) => {
    const file = await readNameDocument(res.locals.ctx, req.params.id);
    if (!file) throw notFound("document");
    res.type(file.mediaType).attachment("document").send(file.content);
  });
  return router;
}
