import { Router } from "express";
import { audit } from "../core/audit.ts";
import { notFound } from "../core/errors.ts";
import { forSignedIn } from "../core/key-access.ts";
import { assertProved } from "../core/proof.ts";
import { sendStream } from "../core/send-file.ts";
import { findExport, readExportParts } from "./data-export.queries.ts";

/** `/my-data/ID.zip`: the copy of all that is kept of the viewer, for the viewer in person, until it runs out. */
export function dataExportRoutes(): Router {
  const router = Router();
  router.get("/my-data/:id.zip", forSignedIn([]), async (req, res) => {
    const { ctx } = res.locals;
    const found = await findExport(ctx, req.params.id);
    if (!found) throw notFound("copy");
    await assertProved(ctx, "/my-data");
    await audit(ctx.db.manager, ctx, "person.download-export", ["account", found.accountId], {
      after: { exportId: found.id },
    });
    res
      .type("application/zip")
      .setHeader("Content-Length", found.byteSize ?? "")
      .attachment(`my-data-${found.requestedAt.toISOString().slice(0, 10)}.zip`);
    await sendStream(res, readExportParts(ctx, found.id));
  });
  return router;
}
