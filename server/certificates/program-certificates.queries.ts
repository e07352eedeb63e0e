import type { Context } from "../core/context.ts";
import { streamRows } from "../core/lists/stream-rows.ts";
import { bytesOf, type KeptBytes, keptBytesSql } from "../core/storage/kept-bytes.ts";

/** A certificate of a program with its issued bytes. */
export interface BundledCertificate {
  number: string;
  recipientName: string;
  issuedAt: Date;
  content: Buffer;
}

/** PDFs that are in memory at once. One has some 60 KB. */
const chunk = 25;

/** The certificates of a program that hold, by their number, with the bytes that were issued. */
export async function* streamProgramCertificates(ctx: Context, programId: string): AsyncGenerator<BundledCertificate> {
  const rows = streamRows<Omit<BundledCertificate, "content"> & KeptBytes>(
    ctx,
    `SELECT c.number, c.recipient_name AS "recipientName", c.issued_at AS "issuedAt", ${keptBytesSql("f")}
     FROM certificate c JOIN stored_file f ON f.id = c.pdf_file_id
     WHERE c.program_id = $1 AND c.status = 'ISSUED' ORDER BY c.number`,
    [programId],
    chunk,
  );
  for await (const { content, away, ...row } of rows) yield { ...row, content: await bytesOf(ctx, { content, away }) };
}
