import { Router } from "express";
import { writeCsv } from "../core/csv/write-csv.ts";
import { writeRowErrors } from "../core/csv/write-row-errors.ts";
import { notFound } from "../core/errors.ts";
import { forSignedIn } from "../core/key-access.ts";
import { sendStream } from "../core/send-file.ts";
import { loadSettings } from "../policies/load-settings.ts";
import { attendanceKeys } from "./attendance.policy.ts";
import { findUploadToRead, readUploadErrors } from "./attendance.queries.ts";
import { rosterColumns } from "./parse-roster-row.ts";

/**
 * `/attendance/template.csv`, for anyone, and `/attendance/uploads/ID/errors.csv`, for who may see the upload; with `?code=CODE`
 * the errors of one kind.
 */
export function attendanceRoutes(): Router {
  const router = Router();
  router.get("/attendance/template.csv", async (_req, res) => {
    const { memberIdLabel } = await loadSettings(res.locals.ctx.db.manager);
    res.type("text/csv").attachment("attendance-template.csv");
    await sendStream(
      res,
      writeCsv(
        rosterColumns(memberIdLabel).map((column) => column.headings[0]),
        [],
      ),
    );
  });
  router.get("/attendance/uploads/:id/errors.csv", forSignedIn(attendanceKeys.keys), async (req, res) => {
    const { ctx } = res.locals;
    const upload = await findUploadToRead(ctx, req.params.id);
    if (!upload) throw notFound("upload");
    const code = typeof req.query.code === "string" ? req.query.code : null;
    res.type("text/csv").attachment(`errors-${upload.id}.csv`);
    await sendStream(res, writeRowErrors(readUploadErrors(ctx, upload, code), ctx.request.language));
  });
  return router;
}
