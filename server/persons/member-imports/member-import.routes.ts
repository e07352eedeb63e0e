import { Router } from "express";
import { readUploadErrors } from "../../attendance/attendance.queries.ts";
import { ApiScope } from "../../core/api-scopes.ts";
import { writeRowErrors } from "../../core/csv/write-row-errors.ts";
import { notFound } from "../../core/errors.ts";
import { forSignedIn } from "../../core/key-access.ts";
import { sendStream } from "../../core/send-file.ts";
import { findMemberImport } from "./member-import.queries.ts";

/** `/member-imports/ID/errors.csv`, for staff; with `?code=CODE` the errors of one kind. */
export function memberImportRoutes(): Router {
  const router = Router();
  router.get("/member-imports/:id/errors.csv", forSignedIn([ApiScope.MEMBERS_WRITE]), async (req, res) => {
    const { ctx } = res.locals;
    const found = await findMemberImport(ctx, req.params.id);
    if (!found) throw notFound("memberImport");
    const code = typeof req.query.code === "string" ? req.query.code : null;
    res.type("text/csv").attachment(`errors-${found.id}.csv`);
    await sendStream(
      res,
      writeRowErrors(readUploadErrors(ctx, found, code, "member_import_error"), ctx.request.language),
    );
  });
  return router;
}
