import { Router } from "express";
import { notFound } from "../core/errors.ts";
import { forSignedIn } from "../core/key-access.ts";
import { programKeys } from "./program.policy.ts";
import { readProgramDocument } from "./program-document.queries.ts";

/** `/programs/documents/ID`: a document, for who may see its program. Always a download: nothing of it runs on our origin. */
export function programDocumentRoutes(): Router {
  const router = Router();
  router.get("/programs/documents/:id", forSignedIn(programKeys.keys), async (req, res) => {
    const file = await readProgramDocument(res.locals.ctx, req.params.id);
    if (!file) throw notFound("document");
    res.type(file.mediaType).attachment(file.fileName).send(file.content);
  });
  return router;
}
