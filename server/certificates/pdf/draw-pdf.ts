import { move } from "piscina";
import { type Catalogue, knowLanguage } from "../../core/messages/sentence.ts";
import { type BadgesContent, badgesDocument } from "../badges.document.ts";
import { type CertificateContent, certificateDocument } from "../certificate.document.ts";
import { type InvoiceContent, invoiceDocument } from "../invoice.document.ts";
import { type LeafletContent, leafletDocument } from "../leaflet.document.ts";
import { type ProofPackContent, proofPackDocument } from "../proof-pack.document.ts";
import { type TranscriptContent, transcriptDocument } from "../transcript.document.ts";
import { type BoundPdf, bindPdfs, pagesOf } from "./bind-pdfs.ts";
import { type ForeignProof, proofDocument } from "./read-proof.ts";
import { type PdfMeta, renderPdf } from "./render-pdf.ts";
import type { TaggedDocument } from "./tag.ts";

/** What is to be drawn, as plain data. */
export type Drawing = {
  meta: PdfMeta;
  /** The messages of `meta.language`, which the thread that draws may not have; left out for English. */
  texts?: Catalogue | undefined;
} & (
  | { certificate: CertificateContent }
  | { transcript: TranscriptContent }
  | { invoice: InvoiceContent }
  | { leaflet: LeafletContent }
  | { badges: BadgesContent }
  /** The certificates by their numbers, and proofs of what was earned elsewhere by the IDs of that. */
  | {
      proofPack: ProofPackContent;
      certificates: readonly BoundPdf[];
      proofs: readonly (ForeignProof & { key: string; title: string })[];
    }
);

function documentOf(drawing: Exclude<Drawing, { proofPack: unknown }>): TaggedDocument {
  if ("certificate" in drawing) return certificateDocument(drawing.certificate);
  if ("badges" in drawing) return badgesDocument(drawing.badges);
  if ("leaflet" in drawing) return leafletDocument(drawing.leaflet);
  return "invoice" in drawing ? invoiceDocument(drawing.invoice) : transcriptDocument(drawing.transcript);
}

/** Draws a document. Runs on a thread of its own: see `print-room.ts`. */
export async function drawPdf(drawing: Drawing): Promise<Uint8Array> {
  const { language } = drawing.meta;
  knowLanguage(language, drawing.texts);
  const bytes = "proofPack" in drawing ? await proofPack(drawing) : await renderPdf(documentOf(drawing), drawing.meta);
  // Bytes of their own, which can be handed over instead of copied.
  return move(new Uint8Array(bytes)) as unknown as Uint8Array;
}

/** An index that says on which page each certificate and each proof begins, and those behind it. It is drawn twice: first to know how long it is. */
async function proofPack({
  meta,
  proofPack: content,
  certificates,
  proofs,
}: Extract<Drawing, { proofPack: unknown }>): Promise<Uint8Array> {
  const draft = await renderPdf(proofPackDocument(content, new Map()), meta);
  const pages = new Map<string, number>();
  let next = 1 + (await pagesOf(draft));
  const foreign: BoundPdf[] = [];
  for (const { key, title, ...proof } of proofs)
    foreign.push({ key, title, bytes: await (await proofDocument(proof)).save() });
  for (const { key, title, bytes } of [...certificates, ...foreign]) {
    pages.set(key ?? title, next);
    next += await pagesOf(bytes);
  }
  const index = await renderPdf(proofPackDocument(content, pages), meta);
  return bindPdfs({ title: meta.title, bytes: index }, certificates, foreign);
}
