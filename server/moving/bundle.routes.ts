import { Router } from "express";
import { writeCsv } from "../core/csv/write-csv.ts";
import { notFound } from "../core/errors.ts";
import { forSignedIn } from "../core/key-access.ts";
import { say } from "../core/messages/message.ts";
import { sentence } from "../core/messages/sentence.ts";
import { sendStream } from "../core/send-file.ts";
import { findBundle, readBundleErrors } from "./bundle.queries.ts";

const columns = ["file", "line", "column", "value", "code", "message", "severity"] as const;

/** `/bundles/ID/errors.csv`, for administrators. */
export function bundleRoutes(): Router {
  const router = Router();
  router.get("/bundles/:id/errors.csv", forSignedIn([]), async (req, res) => {
    const { ctx } = res.locals;
    const found = await findBundle(ctx, req.params.id);
    if (!found) throw notFound("bundle");
    async function* cells() {
      for await (const error of readBundleErrors(ctx, found!.id)) yield columns.map((column) => error[column]);
    }
    res.type("text/csv").attachment(`errors-${found.id}.csv`);
    const { language } = ctx.request;
    await sendStream(
      res,
      writeCsv(
        columns.map((column) => sentence(say(`rowErrorHeading.${column}`), language)),
        cells(),
      ),
    );
  });
  return router;
}
