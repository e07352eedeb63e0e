import { Router } from "express";
import { notFound } from "../core/errors.ts";
import { isId } from "../core/ids.ts";
import { readAttachment } from "./mail.queries.ts";

/** `/mail/MAIL_ID/FILE_NAME`: an attachment, for staff. */
export function mailRoutes(): Router {
  const router = Router();
  router.get("/mail/:mailId/:fileName", async (req, res) => {
    const { ctx } = res.locals;
    const { mailId, fileName } = req.params;
    const possible = ctx.viewer.isStaff && isId(mailId) && !/\p{Cc}/u.test(fileName);
    const file = possible ? await readAttachment(ctx, mailId, fileName) : null;
    if (!file) throw notFound("file");
    res.type(file.mediaType).attachment(fileName).send(file.content);
  });
  return router;
}
