import { Router } from "express";
import { notFound } from "../core/errors.ts";
import { certificateFileName } from "./certificate.mail.ts";
import { readCertificatePdf } from "./certificate.queries.ts";

/** `/certificates/ID.pdf`: the bytes as they were issued, for who may see the certificate. */
export function certificateRoutes(): Router {
  const router = Router();
  router.get("/certificates/:id.pdf", async (req, res) => {
    const pdf = await readCertificatePdf(res.locals.ctx, req.params.id);
    if (!pdf) throw notFound("certificate");
    res
      .type("application/pdf")
      .setHeader("Content-Disposition", `inline; filename="${certificateFileName(pdf)}"`)
      .send(pdf.content);
  });
  return router;
}
