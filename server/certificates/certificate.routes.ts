import { Readable } from "node:stream";
import { Router } from "express";
import { ApiScope } from "../core/api-scopes.ts";
import { DomainError, ErrorCode, notFound } from "../core/errors.ts";
import { forSignedIn } from "../core/key-access.ts";
import { assertProved } from "../core/proof.ts";
import { sendMade } from "../core/send-file.ts";
import { bundleCertificates } from "./bundle-certificates.ts";
import { certificateFileName, transcriptFileName } from "./certificate.mail.ts";
import { certificateReaders, transcriptReaders } from "./certificate.policy.ts";
import { readCertificatePdf } from "./certificate.queries.ts";
import { readLinkedPdf } from "./certificate-link.ts";
import { readCertificateTranscript } from "./conference-certificate.queries.ts";
import { dayOfQuery } from "./day-of-query.ts";
import { printTranscript } from "./print-transcript.ts";
import { readOutsidePdf } from "./read-outside-pdf.ts";
import { longestTranscript } from "./transcript.document.ts";
import { findTranscript, type Transcript } from "./transcript.queries.ts";

/**
 * `/certificates/ID.pdf`: the bytes as they were issued, for who may see the certificate; `/certificates/elsewhere/ID.pdf`: those of one that
 * another system issued; `/certificates/ID/transcript.pdf`:
 * the transcript that went with it; `/certificates/ID/linked.pdf`: its bytes for whoever has a signed address (`Certificate.downloadUrl`); `/certificates/programs/ID.zip`: all of a program's that hold;
 * `/transcript.pdf?from=&to=&memberId=&asOf=`: a transcript as of now, or as it was known at the end of a day.
 */
export function certificateRoutes(): Router {
  const router = Router();
  const admitted = forSignedIn(certificateReaders.keys);
  const toTranscript = forSignedIn(transcriptReaders.keys);
  router.get("/certificates/:id.pdf", admitted, async (req, res) => {
    const pdf = await readCertificatePdf(res.locals.ctx, req.params.id);
    if (!pdf) throw notFound("certificate");
    res
      .type("application/pdf")
      .setHeader("Content-Disposition", `inline; filename="${certificateFileName(pdf)}"`)
      .send(pdf.content);
  });
  router.get("/certificates/elsewhere/:id.pdf", toTranscript, async (req, res) => {
    const pdf = await readOutsidePdf(res.locals.ctx, req.params.id);
    if (!pdf) throw notFound("certificate");
    // Nobody here made it: it is opened as a file, and not on this site's pages.
    res
      .type("application/pdf")
      .attachment(certificateFileName({ number: pdf.number.replace(/[^A-Za-z0-9_-]+/g, "_") }))
      .send(pdf.content);
  });
  router.get("/certificates/:id/linked.pdf", async (req, res) => {
    const pdf = await readLinkedPdf(res.locals.ctx, req.params.id, {
      until: req.query.until,
      signature: req.query.signature,
    });
    res
      .type("application/pdf")
      .set("Cache-Control", `private, max-age=${pdf.secondsLeft}, immutable`)
      .set("Content-Disposition", `inline; filename="${certificateFileName(pdf)}"`)
      .set("X-Robots-Tag", "noindex")
      .send(pdf.content);
  });
  router.get("/certificates/programs/:id.zip", forSignedIn([ApiScope.CERTIFICATES_READ]), async (req, res) => {
    const { viewer } = res.locals.ctx;
    if (!viewer.apiKey) await assertProved(res.locals.ctx, "/certificates/programs");
    await sendMade(res, async (ctx) => {
      const { fileName, zip } = await bundleCertificates(ctx, req.params.id);
      res.type("application/zip").attachment(fileName);
      return zip;
    });
  });
  router.get("/certificates/:id/transcript.pdf", toTranscript, async (req, res) => {
    const pdf = await readCertificateTranscript(res.locals.ctx, req.params.id);
    if (!pdf) throw notFound("transcript");
    res
      .type("application/pdf")
      .setHeader("Content-Disposition", `inline; filename="${transcriptFileName(pdf)}"`)
      .send(pdf.content);
  });
  router.get("/transcript.pdf", toTranscript, async (req, res) => {
    const { ctx } = res.locals;
    const { query } = req;
    const period = {
      from: dayOfQuery(query.from, "from"),
      to: dayOfQuery(query.to, "to"),
      asOf: dayOfQuery(query.asOf, "asOf"),
    };
    const memberId = typeof req.query.memberId === "string" && req.query.memberId ? req.query.memberId : null;
    const transcript = await findTranscript(ctx, { memberId }, period);
    assertPrintable(transcript);
    await sendMade(res, async () => {
      const pdf = await printTranscript(ctx.db.manager, ctx, transcript);
      res
        .type("application/pdf")
        .setHeader(
          "Content-Disposition",
          `inline; filename="${transcriptFileName({ number: transcript.memberNumber })}"`,
        );
      return Readable.from([pdf]);
    });
  });
  return router;
}

/** A transcript that was asked for is printed whole or not at all. */
function assertPrintable({ lines, addedSince }: Transcript): void {
  const length = lines.length + addedSince.length;
  if (length > longestTranscript)
    throw new DomainError(ErrorCode.BAD_INPUT, "certificates.transcriptTooLong", {
      field: "from",
      length,
      longestTranscript,
    });
}
