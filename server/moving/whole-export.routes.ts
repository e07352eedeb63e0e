import { Router } from "express";
import { audit } from "../core/audit.ts";
import { notFound } from "../core/errors.ts";
import { forSignedIn } from "../core/key-access.ts";
import { assertProved } from "../core/proof.ts";
import { sendStream } from "../core/send-file.ts";
import { settingsId } from "../policies/settings-page.object.ts";
import { packNameOf } from "./audit-pack.ts";
import { findWholeExport, readWholeExport } from "./export-everything.ts";

/** `/everything/ID.zip`: everything that the accreditor owns, or the audit pack of a program, for administrators, until it runs out. */
export function wholeExportRoutes(): Router {
  const router = Router();
  router.get("/everything/:id.zip", forSignedIn([]), async (req, res) => {
    const { ctx } = res.locals;
    const found = await findWholeExport(ctx, req.params.id);
    if (!found) throw notFound("copy");
    await assertProved(ctx, "/everything");
    const { programId, withoutContacts } = found;
    if (programId) await audit(ctx.db.manager, ctx, "program.download-pack", ["program", programId]);
    else
      await audit(ctx.db.manager, ctx, "moving.download-export", ["settings", settingsId], {
        after: { withoutContacts },
      });
    const day = found.requestedAt.toISOString().slice(0, 10);
    const name = programId ? await packNameOf(ctx, programId) : "everything";
    res
      .type("application/zip")
      .setHeader("Content-Length", found.byteSize ?? "")
      .attachment(`${name}-${day}.zip`);
    await sendStream(res, readWholeExport(ctx, found.id));
  });
  return router;
}
