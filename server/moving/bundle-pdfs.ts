import type { Readable } from "node:stream";
import { fileTypeFromBuffer } from "file-type";
import type { EntityManager } from "typeorm";
import type { Context } from "../core/context.ts";
import { ErrorCode } from "../core/errors.ts";
import { say } from "../core/messages/message.ts";
import { FindingSeverity } from "../core/row-error.object.ts";
import { PdfFault } from "./bundle.entity.ts";
import { type BundledFile, bundleBounds, tooLargeBundle } from "./bundle-archive.ts";

/** What the PDFs of a bundle, and its other files without rows, are called where one is told of a file, with their places: behind all others. */
const allAttached = [
  { name: "*.pdf", place: 1_000_000, isOf: "lower(b.name) LIKE '%.pdf'" },
  { name: "*.*", place: 1_000_001, isOf: "lower(b.name) NOT LIKE '%.pdf'" },
];

/** Where files of a bundle stand once they are recorded. */
const keepers = { outside_certificate: "pdf_file_id", program_document: "file_id", outside_credit: "proof_file_id" };

/** Which rows name them. */
const naming = { checked_certificates: "r_pdf", checked_documents: "r_path", checked_outside_credit: "r_proof" };

/** So many bytes, or files, are in memory before they are stored. */
const atOnce = { bytes: 512 * 1024, files: 200 };

/** A PDF says what it is at its beginning, and that it is whole at its end. */
const isPdf = (bytes: Buffer): boolean => bytes.subarray(0, 1_024).includes("%PDF-");
const isWhole = (bytes: Buffer): boolean => bytes.subarray(-2_048).includes("%%EOF");

async function readAttached(file: BundledFile, type: string): Promise<Buffer | PdfFault> {
  const most = bundleBounds.pdfBytes;
  const whole = file.whole ? file.whole(most) : await wholeOf(await file.open(), most);
  if (whole === null) return PdfFault.TOO_LARGE;
  const is = type === pdfType ? isPdf(whole) : (await fileTypeFromBuffer(whole))?.mime === type;
  return is ? whole : PdfFault.NO_PDF;
}

async function wholeOf(bytes: Readable, most: number): Promise<Buffer | null> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of bytes as AsyncIterable<Buffer>) {
    size += piece.length;
    if (size > most) return null;
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

const pdfType = "application/pdf";

/** Keeps the PDFs of a bundle, and what other files rows name, a few at a time, until it is recorded or refused. */
export class BundlePdfs {
  #waiting: { name: string; type: string; content: Buffer; fault: PdfFault | null }[] = [];
  #bytes = 0;
  #count = 0;
  #total = 0;

  constructor(
    private readonly tx: EntityManager,
    private readonly ctx: Context,
    private readonly importId: string,
  ) {}

  /** @throws FILE_TOO_LARGE where there are too many, or they are too large together */
  async keep(file: BundledFile, type: string): Promise<void> {
    const { name } = file;
    if (++this.#count > bundleBounds.pdfs) throw tooLargeBundle();
    // What an archive holds and cannot be unpacked is no PDF either.
    const read = await readAttached(file, type).catch(() => PdfFault.NO_PDF);
    if (!Buffer.isBuffer(read)) {
      await this.tx.query("INSERT INTO bundle_pdf (import_id, name, fault) VALUES ($1, $2, $3)", [
        this.importId,
        name,
        read,
      ]);
      return;
    }
    const fault = type === pdfType && !isWhole(read) ? PdfFault.CUT_OFF : null;
    this.#waiting.push({ name, type, content: read, fault });
    this.#bytes += read.length;
    this.#total += read.length;
    if (this.#total > bundleBounds.pdfsBytes) throw tooLargeBundle();
    if (this.#bytes >= atOnce.bytes || this.#waiting.length >= atOnce.files) await this.end();
  }

  /** Stores those that wait. */
  async end(): Promise<void> {
    if (this.#waiting.length === 0) return;
    await this.tx.query(
      `WITH came AS MATERIALIZED (SELECT uuid_v7() AS id, x.* FROM unnest($1::text[], $2::bytea[], $5::text[], $6::text[]) AS x (name, content, type, fault)),
         stored AS (INSERT INTO stored_file (id, media_type, byte_size, sha256, content, created_at)
           SELECT id, type, octet_length(content), sha256(content), content, $4 FROM came)
       INSERT INTO bundle_pdf (import_id, name, file_id, fault) SELECT $3, name, id, fault FROM came`,
      [
        this.#waiting.map(({ name }) => name),
        this.#waiting.map(({ content }) => content),
        this.importId,
        this.ctx.now(),
        this.#waiting.map(({ type }) => type),
        this.#waiting.map(({ fault }) => fault),
      ],
    );
    this.#waiting = [];
    this.#bytes = 0;
  }
}

/** SQL of a PDF's name as it is compared: whatever the case, with slashes between folders. */
export const pdfNameSql = (name: string): string => `lower(ltrim(replace(${name}, '\\', '/'), './'))`;

/** Lays out by which names rows may name the PDFs of a bundle, as `moving_pdf`: with all folders, or as few as tell it from the others. */
export async function stagePdfs(tx: EntityManager, importId: string): Promise<void> {
  await tx.query(
    `CREATE TEMPORARY TABLE moving_pdf ON COMMIT DROP AS
     SELECT p.number, p.id, p.file_id, p.name, f.sha256 FROM (
       SELECT *, count(*) OVER (PARTITION BY number) AS alike, count(*) OVER (PARTITION BY number, is_whole) AS alike_whole FROM (
         SELECT b.id, b.file_id, regexp_replace(b.name, '^.*[/\\\\]', '') AS name, n = 1 AS is_whole, array_to_string(parts[n:], '/') AS number
         FROM bundle_pdf b, string_to_array(${pdfNameSql("b.name")}, '/') AS parts, generate_series(1, cardinality(parts)) AS n
         WHERE b.import_id = $1) p) p LEFT JOIN stored_file f ON f.id = p.file_id
     WHERE alike = 1 OR is_whole AND alike_whole = 1`,
    [importId],
  );
  await tx.query("ANALYZE moving_pdf");
}

/** Tells of PDFs and other files that no row names. They are not kept. What is named is taken off as a set, of which PostgreSQL never makes a loop in a loop. */
export async function layUnusedPdfs(tx: EntityManager, importId: string): Promise<void> {
  const named = Object.entries(naming).map(([table, column]) => `EXCEPT SELECT ${column} FROM ${table}`);
  for (const { name, place, isOf } of allAttached) {
    await tx.query("INSERT INTO moving_file VALUES ($1, NULL, $2, NULL, false, '{}')", [place, name]);
    await tx.query(
      `INSERT INTO moving_error (file, line, value, code, details, severity)
       SELECT $2, 1, left(b.name, 200), $3, $4, $5
       FROM (SELECT id FROM bundle_pdf WHERE import_id = $1 ${named.join(" ")}) u JOIN bundle_pdf b ON b.id = u.id
       WHERE ${isOf} ORDER BY b.name COLLATE "C", b.id`,
      [
        importId,
        place,
        ErrorCode.UNKNOWN_FILE,
        JSON.stringify({ message: say("bundle.unusedPdf") }),
        FindingSeverity.WARNING,
      ],
    );
  }
}

/** Lets go the files of bundles that wait no more: those that a record has got stay with it. */
export async function dropPdfs(tx: EntityManager, importIds: readonly string[]): Promise<void> {
  const kept = Object.entries(keepers).map(
    ([table, column]) => `NOT EXISTS (SELECT FROM ${table} o WHERE o.${column} = f.id)`,
  );
  await tx.query(
    `DELETE FROM stored_file f USING bundle_pdf b WHERE b.import_id = ANY($1::uuid[]) AND f.id = b.file_id
       AND ${kept.join(" AND ")}`,
    [importIds],
  );
  await tx.query("DELETE FROM bundle_pdf WHERE import_id = ANY($1::uuid[])", [importIds]);
}
