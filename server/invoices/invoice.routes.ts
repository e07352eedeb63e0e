import { Router } from "express";
import { notFound } from "../core/errors.ts";
import { forSignedIn } from "../core/key-access.ts";
import { readInvoicePdf } from "./invoice.queries.ts";

/** `/invoices/ID.pdf` and `/credit-notes/ID.pdf`: the bytes as they were issued, for who may see the invoice. */
export function invoiceRoutes(): Router {
  const router = Router();
  for (const [path, table] of [
    ["invoices", "invoice"],
    ["credit-notes", "credit_note"],
  ] as const)
    router.get(`/${path}/:id.pdf`, forSignedIn([]), async (req, res) => {
      const pdf = await readInvoicePdf(res.locals.ctx, table, req.params.id ?? "");
      if (!pdf) throw notFound("invoice");
      res
        .type("application/pdf")
        .setHeader("Content-Disposition", `inline; filename="${pdf.number}.pdf"`)
        .send(pdf.content);
    });
  return router;
}
