import type { Context } from "../core/context.ts";
import { textsOf } from "../core/messages/sentence.ts";
import { isTrial } from "../core/rehearsal.ts";
import { besideModule, WorkerRoom } from "../core/worker-room.ts";
import type { Drawing } from "./pdf/draw-pdf.ts";
import type { ForeignProof } from "./pdf/read-proof.ts";

const drawer = besideModule("pdf/draw-pdf", import.meta.url);

/** A certificate takes hundredths of a second, with its 500 sessions one; opening fonts for the first time another. */
const certificates = new WorkerRoom<Drawing, Uint8Array>(drawer, "drawPdf", { waiting: 500, ms: 20_000, heapMb: 512 });

/** A transcript of 5,000 lines takes seconds. Certificates don't wait behind it; invoices and leaflets are drawn here as well. */
const transcripts = new WorkerRoom<Drawing, Uint8Array>(drawer, "drawPdf", {
  workers: 1,
  waiting: 50,
  ms: 60_000,
  heapMb: 1_024,
});

/**
 * Draws a document beside the server's own loop. What is drawn where nothing counts is a sample, whatever it is.
 * @throws UNAVAILABLE where too many are drawn already, or it takes too much
 * @throws what `certificateDocument`, `transcriptDocument`, `invoiceDocument` and `renderPdf` throw
 */
export async function drawBeside({ config }: Pick<Context, "config">, drawing: Drawing): Promise<Buffer> {
  const room = "certificate" in drawing ? certificates : transcripts;
  const meta = { ...drawing.meta, isSample: isTrial(config) };
  const bytes = await room.run({ ...drawing, meta, texts: textsOf(meta.language) });
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Proofs come from anywhere: what takes too much is ended with its thread. */
const proofs = new WorkerRoom<ForeignProof, number | null>(
  besideModule("pdf/read-proof", import.meta.url),
  "readProof",
  {
    workers: 1,
    waiting: 50,
    ms: 20_000,
    heapMb: 512,
  },
);

/**
 * How many pages a proof from elsewhere has; null: it cannot be read.
 * @throws UNAVAILABLE where too many are looked at already, or it takes too much
 */
export const readProofBeside = (proof: ForeignProof): Promise<number | null> => proofs.run(proof);
