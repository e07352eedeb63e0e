import { Router } from "express";
import { notFound } from "../core/errors.ts";
import { isId } from "../core/ids.ts";

/** `/logo/FILE_ID`: the accreditor's logo of now, for everybody. Another logo has another address, so this one is kept for good. */
export function logoRoutes(): Router {
  const router = Router();
  router.get("/logo/:id", async (req, res) => {
    const { ctx } = res.locals;
    const [file]: { mediaType: string; content: Buffer }[] = isId(req.params.id)
      ? await ctx.db.query(
          `SELECT f.media_type AS "mediaType", f.content FROM accreditor_settings a JOIN stored_file f ON f.id = a.logo_file_id
           WHERE f.id = $1`,
          [req.params.id],
        )
      : [];
    if (!file) throw notFound("logo");
    res
      .type(file.mediaType)
      // A console that comes from another host shows it as well.
      .setHeader("Cross-Origin-Resource-Policy", "cross-origin")
      .setHeader("Cache-Control", "public, max-age=31536000, immutable")
      .send(file.content);
  });
  return router;
}
