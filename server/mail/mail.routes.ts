import { Router } from "express";
import { notFound } from "../core/errors.ts";
import { readAttachment } from "./mail.queries.ts";

/** `/mail/MAIL_ID/FILE_NAME`: an attachment, for staff. */
export function mailRoutes(): Router {
  const router = Router();
  router.get("/mail/:mailId/:fileName", async (req, res) => {
    const { ctx } = res.locals;
    const file = ctx.viewer.isStaff ? await readAttachment(ctx, req.params.mailId, req.params.fileName) : null;
    if (!file) throw notFound("file");
    res.type(file.mediaType).attachment(req.params.fileName).send(file.content);
  });
  return router;
}
