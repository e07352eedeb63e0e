import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import type { EntityManager } from "typeorm";
import { AttendanceUploadPhase } from "../attendance/attendance.entity.ts";
import { storeParts } from "../attendance/upload-parts.ts";
import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { DomainError, ErrorCode } from "../core/errors.ts";
import { enqueue } from "../core/jobs.ts";
import { keptFileName } from "../core/kept-file-name.ts";
import { administrator, assertMay } from "../core/policy.ts";
import type { UploadedFile } from "../core/uploaded-file.ts";
import { BundleFile, BundleImport, BundlePart, type ChosenColumn } from "./bundle.entity.ts";
import { BundleStatus } from "./bundle.status.ts";
import { attachedType, type BundledFile, bundleBounds, filesOfBundle, tooLargeBundle } from "./bundle-archive.ts";
import { BundlePdfs } from "./bundle-pdfs.ts";
import { everyKind, kindOfFile, movingKinds } from "./every-kind.ts";

declare module "../core/jobs.ts" {
  interface Jobs {
    /** A bundle came: it is to be checked. */
    "moving.check": { importId: string };
  }
}

/**
 * Takes a bundle, which a job checks. Nothing is recorded before `recordBundle`.
 * @param columns for what headings are used, where what was remembered, or what they are called, says something else
 * @throws FORBIDDEN; BAD_INPUT for a column that the kind has not; INVALID_UPLOAD, FILE_TOO_LARGE
 */
export async function takeBundle(
  ctx: Context,
  file: UploadedFile,
  columns: readonly ChosenColumn[] = [],
): Promise<BundleImport> {
  assertMay(ctx, administrator, null);
  assertKnown(columns);
  return inTransaction(ctx, async (tx) => {
    const bundle = await keepBundle(tx, ctx, file.name, filesOfBundle(file), columns);
    await enqueue(tx, "moving.check", { importId: bundle.id });
    return bundle;
  });
}

/** So many headings of a kind can be chosen for at once as a file has that are looked at. */
const mostChosen = everyKind.length * 256;

function assertKnown(columns: readonly ChosenColumn[]): void {
  if (columns.length > mostChosen)
    throw new DomainError(ErrorCode.BAD_INPUT, "bundle.tooManyColumns", { field: "columns", most: mostChosen });
  for (const { kind, column } of columns) {
    const known = movingKinds[kind].columns.map(({ key }) => key);
    if (column !== null && !known.includes(column))
      throw new DomainError(ErrorCode.BAD_INPUT, "bundle.noSuchColumn", { field: "columns", column, known });
  }
}

/**
 * Keeps the files of a bundle until it is recorded or refused.
 * @param columns for what headings are used
 * @param status RECORDING where nobody wants to look at it first
 */
export async function keepBundle(
  tx: EntityManager,
  ctx: Context,
  name: string,
  files: AsyncIterable<BundledFile> | Iterable<BundledFile>,
  columns: readonly ChosenColumn[] = [],
  status: BundleStatus.CHECKING | BundleStatus.RECORDING = BundleStatus.CHECKING,
): Promise<BundleImport> {
  const bundle = await tx.save(
    tx.create(BundleImport, {
      accountId: ctx.viewer.accountId,
      fileName: keptFileName(name),
      status,
      phase: AttendanceUploadPhase.WAITING,
      chosenColumns: [...columns],
      createdAt: ctx.now(),
    }),
  );
  let position = 0;
  let left = bundleBounds.unpackedBytes;
  const pdfs = new BundlePdfs(tx, ctx, bundle.id);
  for await (const file of files) {
    const type = attachedType(file.name);
    if (type !== null) {
      await pdfs.keep(file, type);
      continue;
    }
    if (position === bundleBounds.files) throw tooLargeBundle();
    const kept = await tx.save(
      tx.create(BundleFile, {
        importId: bundle.id,
        position: ++position,
        name: keptFileName(file.name),
        kind: kindOfFile(file.name),
        sha256: Buffer.alloc(32),
        byteSize: "0",
      }),
    );
    const { sha256, size } = await keepBytes(tx, kept.id, await file.open(), left);
    left -= size;
    await tx.update(BundleFile, kept.id, { sha256, byteSize: String(size) });
  }
  await pdfs.end();
  if (position === 0) throw new DomainError(ErrorCode.INVALID_UPLOAD, "bundle.nothing", { field: "file" });
  // Files are read, checked and recorded in the order of their kinds.
  const order = everyKind.map((kind) => kind.name);
  await tx.query(
    `UPDATE bundle_file f SET position = -n.place FROM (
       SELECT id, row_number() OVER (ORDER BY coalesce(array_position($2::text[], kind), 99), position) AS place
       FROM bundle_file WHERE import_id = $1) n WHERE n.id = f.id`,
    [bundle.id, order],
  );
  await tx.query("UPDATE bundle_file SET position = -position WHERE import_id = $1", [bundle.id]);
  await audit(tx, ctx, "moving.receive", ["bundle-import", bundle.id], {
    after: { fileName: bundle.fileName, files: position },
  });
  return bundle;
}

async function keepBytes(
  tx: EntityManager,
  fileId: string,
  bytes: Readable,
  most: number,
): Promise<{ sha256: Buffer; size: number }> {
  const hash = createHash("sha256");
  let size = 0;
  async function* counted(): AsyncGenerator<Buffer> {
    for await (const chunk of bytes as AsyncIterable<Buffer>) {
      hash.update(chunk);
      size += chunk.length;
      if (size > most) throw tooLargeBundle();
      yield chunk;
    }
  }
  await storeParts(tx, fileId, Readable.from(counted(), { objectMode: false }), BundlePart);
  return { sha256: hash.digest(), size };
}
