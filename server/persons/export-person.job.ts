import { Readable } from "node:stream";
import type { ReadableStream } from "node:stream/web";
import { makeZip } from "client-zip";
import type { QueryRunner } from "typeorm";
import { languageOfAccount } from "../accounts/account.queries.ts";
import { certificateFileName } from "../certificates/certificate.mail.ts";
import { printTranscript } from "../certificates/print-transcript.ts";
import { readTranscript } from "../certificates/transcript.queries.ts";
import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { defineJob } from "../core/jobs.ts";
import { forChange } from "../core/locks.ts";
import { bytesOf, keptBytesSql } from "../core/storage/kept-bytes.ts";
import { wholeNumber } from "../members/licence.queries.ts";
import { proofEnding } from "../outside-credit/outside-credit.queries.ts";
import { type ExportSubject, idsOf, sections, writeSection } from "./data-export.contents.ts";
import { DataExport } from "./data-export.entity.ts";
import "./request-export.ts";

/** A part of the ZIP as the database keeps it, in bytes. */
const partBytes = 1_048_576;

interface ZipEntry {
  name: string;
  lastModified: Date;
  input: AsyncIterable<string> | Buffer;
}

/** Every file of the copy, each made when its turn comes. All of them see the database as it was at one moment. */
async function* files(ctx: Context, reading: QueryRunner, subject: ExportSubject): AsyncGenerator<ZipEntry> {
  const lastModified = ctx.now();
  const ids = await idsOf(ctx, subject);
  const language = await languageOfAccount(ctx, subject.accountId);
  for (const section of Object.entries(sections))
    yield {
      name: `${section[0]}.json`,
      lastModified,
      input: writeSection(
        (sql, values) => reading.query(sql, values),
        section,
        ids,
        language,
        section[0] === "licences" ? openLicence(ctx) : undefined,
      ),
    };
  const { memberId } = subject;
  if (!memberId) return;
  const transcript = await readTranscript(reading.manager, ctx, memberId);
  yield { name: "transcript.pdf", lastModified, input: await printTranscript(reading.manager, ctx, transcript) };
  const certificates: { id: string; number: string }[] = await reading.query(
    "SELECT pdf_file_id AS id, number FROM certificate WHERE member_id = ANY($1::uuid[]) ORDER BY issued_at, id",
    [ids[1]],
  );
  for (const { id, number } of certificates) {
    const [file] = await reading.query(`SELECT ${keptBytesSql("f")} FROM stored_file f WHERE f.id = $1`, [id]);
    if (file)
      yield { name: `certificates/${certificateFileName({ number })}`, lastModified, input: await bytesOf(ctx, file) };
  }
  const elsewhere: { id: string; number: string }[] = await reading.query(
    `SELECT pdf_file_id AS id, number FROM outside_certificate WHERE member_id = ANY($1::uuid[]) AND pdf_file_id IS NOT NULL
     ORDER BY completed_on, number`,
    [ids[1]],
  );
  for (const [i, { id, number }] of elsewhere.entries()) {
    const [file] = await reading.query(`SELECT ${keptBytesSql("f")} FROM stored_file f WHERE f.id = $1`, [id]);
    const name = number.replace(/[^A-Za-z0-9_-]+/g, "_");
    if (file)
      yield {
        name: `certificates/elsewhere/${i + 1}-${name}.pdf`,
        lastModified,
        input: await bytesOf(ctx, file),
      };
  }
  const proofs: { id: string; fileId: string }[] = await reading.query(
    `SELECT id, proof_file_id AS "fileId" FROM outside_credit
     WHERE member_id = ANY($1::uuid[]) AND proof_file_id IS NOT NULL ORDER BY completed_on, id`,
    [ids[1]],
  );
  for (const { id, fileId } of proofs) {
    const [file] = await reading.query(
      `SELECT f.media_type AS type, ${keptBytesSql("f")} FROM stored_file f WHERE f.id = $1`,
      [fileId],
    );
    if (file)
      yield { name: `outsideCredits/${id}.${proofEnding(file.type)}`, lastModified, input: await bytesOf(ctx, file) };
  }
}

/** The ZIP in parts of one size, of which one is in memory. */
async function* parts(entries: AsyncIterable<ZipEntry>): AsyncGenerator<Buffer> {
  let waiting: Uint8Array[] = [];
  let size = 0;
  for await (const piece of Readable.fromWeb(makeZip(entries) as ReadableStream)) {
    waiting.push(piece);
    size += piece.length;
    if (size < partBytes) continue;
    yield Buffer.concat(waiting);
    waiting = [];
    size = 0;
  }
  if (size > 0) yield Buffer.concat(waiting);
}

/** Makes the copy that somebody asked for; does nothing where it is ready, or they were erased meanwhile. */
export const exportPersonJob = defineJob("persons.export", async (ctx: Context, { exportId }) => {
  const reading = ctx.db.createQueryRunner();
  try {
    await reading.startTransaction("REPEATABLE READ");
    await inTransaction(ctx, async (tx) => {
      const wanted = await tx.findOne(DataExport, { where: { id: exportId }, lock: forChange });
      if (!wanted || wanted.readyAt) return;
      const { accountId } = wanted;
      const [member] = await tx.query("SELECT id FROM member WHERE account_id = $1", [accountId]);
      let position = 0;
      let byteSize = 0;
      for await (const content of parts(files(ctx, reading, { accountId, memberId: member?.id ?? null }))) {
        await tx.query("INSERT INTO data_export_part (export_id, position, content) VALUES ($1, $2, $3)", [
          exportId,
          position++,
          content,
        ]);
        byteSize += content.length;
      }
      await tx.update(DataExport, exportId, { readyAt: ctx.now(), byteSize: String(byteSize) });
      await audit(tx, ctx, "person.export", ["account", accountId], { after: { exportId, byteSize } });
    });
  } finally {
    // Nothing was written by it.
    if (reading.isTransactionActive) await reading.rollbackTransaction();
    await reading.release();
  }
});

/** The number of a licence whole, where the database has it sealed. */
const openLicence =
  ({ config }: Context) =>
  (item: unknown): unknown => {
    const { id, sealed, ...licence } = item as { id: string; number: string | null; sealed: string | null };
    const stored = { id, number: licence.number, sealed: sealed === null ? null : Buffer.from(sealed, "hex") };
    return { ...licence, number: wholeNumber(config, stored) };
  };
