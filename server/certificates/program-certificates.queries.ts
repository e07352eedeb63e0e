import type { Context } from "../core/context.ts";

/** A certificate of a program with its issued bytes. */
export interface BundledCertificate {
  number: string;
  recipientName: string;
  issuedAt: Date;
  content: Buffer;
}

/** PDFs that are in memory at once. One has some 60 KB. */
const chunk = 25;

/**
 * The certificates of a program that hold, by their number, with the bytes that were issued. Through a cursor of the database:
 * one consistent picture however long it takes, and a few of them in memory.
 */
export async function* streamProgramCertificates(ctx: Context, programId: string): AsyncGenerator<BundledCertificate> {
  const runner = ctx.db.createQueryRunner();
  try {
    await runner.startTransaction("REPEATABLE READ");
    await runner.query(
      `DECLARE bundle NO SCROLL CURSOR FOR
       SELECT c.number, c.recipient_name AS "recipientName", c.issued_at AS "issuedAt", f.content
       FROM certificate c JOIN stored_file f ON f.id = c.pdf_file_id
       WHERE c.program_id = $1 AND c.status = 'ISSUED' ORDER BY c.number`,
      [programId],
    );
    for (;;) {
      const rows: BundledCertificate[] = await runner.query(`FETCH FORWARD ${chunk} FROM bundle`);
      yield* rows;
      if (rows.length < chunk) return;
    }
  } finally {
    // Nothing was written: the end of the transaction is the end of the cursor.
    if (runner.isTransactionActive) await runner.rollbackTransaction();
    await runner.release();
  }
}
