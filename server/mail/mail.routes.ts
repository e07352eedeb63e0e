import { Router } from "express";
import { notFound } from "../core/errors.ts";
import { isId } from "../core/ids.ts";
import { forSignedIn } from "../core/key-access.ts";
import { readsMailText } from "./mail.policy.ts";
import { mailById, readAttachment } from "./mail.queries.ts";

/** `/mail/MAIL_ID/FILE_NAME`: an attachment, for staff who read the mail's text. */
export function mailRoutes(): Router {
  const router = Router();
  router.get("/mail/:mailId/:fileName", forSignedIn([]), async (req, res) => {
    const { ctx } = res.locals;
    const { mailId, fileName } = req.params;
    const possible = readsMailText(ctx.viewer) && isId(mailId) && !/\p{Cc}/u.test(fileName);
    const file = possible ? (await mailById(ctx, mailId)) && (await readAttachment(ctx, mailId, fileName)) : null;
    if (!file) throw notFound("file");
    res.type(file.mediaType).attachment(fileName).send(file.content);
  });
  return router;
}
