import type { EntityManager } from "typeorm";
import { audit } from "../core/audit.ts";
import type { Context } from "../core/context.ts";
import type { CsvFacts } from "../core/csv/sniff-csv.ts";
import { ErrorCode } from "../core/errors.ts";
import { forRemovalSql } from "../core/locks.ts";
import { tryLimits } from "../core/rate-limits.ts";
import { AttendanceUpload, AttendanceUploadError } from "./attendance.entity.ts";
import { findingsByProvider } from "./attendance.limits.ts";
import { AttendanceUploadStatus } from "./upload.status.ts";

/** What is known of a roster when it arrives. */
export interface ArrivedUpload
  extends Pick<AttendanceUpload, "providerId" | "fileName" | "preview">,
    Partial<Pick<AttendanceUpload, "clientReference" | "ownsFile" | "sameAsId" | "amendsId" | "reason" | "phase">> {
  facts: CsvFacts;
}

/** Writes down that a roster came, before anything is known of its rows. */
export async function insertUpload(
  tx: EntityManager,
  ctx: Context,
  { facts, ...given }: ArrivedUpload,
): Promise<AttendanceUpload> {
  return tx.save(
    tx.create(AttendanceUpload, {
      ...given,
      accountId: ctx.viewer.accountId,
      apiKeyId: ctx.viewer.apiKey?.id ?? null,
      sha256: Buffer.from(facts.sha256, "hex"),
      byteSize: String(facts.byteSize),
      status: AttendanceUploadStatus.CHECKING,
      createdAt: ctx.now(),
    }),
  );
}

/** Writes down what became of a roster. One that was not recorded does not own its bytes any more. */
export async function finishUpload(
  tx: EntityManager,
  ctx: Context,
  upload: AttendanceUpload,
  outcome: Pick<AttendanceUpload, "status"> & Partial<AttendanceUpload>,
): Promise<AttendanceUpload> {
  const columns = {
    ...outcome,
    checkedRows: outcome.rowCount ?? 0,
    ownsFile: upload.ownsFile && outcome.status === AttendanceUploadStatus.PROCESSED,
    phase: null,
    progress: 100,
  };
  await tx.update(AttendanceUpload, upload.id, columns);
  if (upload.preview) await forgetOlderPreviews(tx, upload);
  const {
    status,
    rowCount = null,
    recordedRows = 0,
    errorCount = 0,
    warningCount = 0,
    addedRows,
    changedRows,
    removedRows,
  } = columns;
  await audit(tx, ctx, upload.amendsId ? "attendance.amend" : "attendance.upload", ["attendance-upload", upload.id], {
    reason: upload.reason,
    after: {
      status,
      preview: upload.preview,
      fileName: upload.fileName,
      rowCount,
      recordedRows,
      errorCount,
      warningCount,
      ...(upload.amendsId && { amendsId: upload.amendsId, addedRows, changedRows, removedRows }),
    },
  });
  return tx.findOneByOrFail(AttendanceUpload, { id: upload.id });
}

/** So many previews of a provider are kept: the next one takes the place of the oldest, so that trying again fills nothing. */
export const keptPreviews = 10;

/** Deletes previews, with what was found and what they would have changed. */
export async function removePreviews(tx: EntityManager, ids: readonly string[]): Promise<void> {
  await tx.query("DELETE FROM attendance_upload_change WHERE upload_id = ANY($1::uuid[])", [ids]);
  await tx.query("DELETE FROM attendance_upload WHERE id = ANY($1::uuid[])", [ids]);
}

/** One that is still checked stays, and one that somebody else is just deleting is gone already. */
async function forgetOlderPreviews(
  tx: EntityManager,
  { id, providerId }: Pick<AttendanceUpload, "id" | "providerId">,
): Promise<void> {
  const older: { id: string }[] = await tx.query(
    `SELECT id FROM attendance_upload WHERE id IN (
       SELECT id FROM attendance_upload
       WHERE provider_id = $1 AND preview AND status <> 'CHECKING' AND id <> $2
       ORDER BY created_at DESC, id DESC OFFSET ${keptPreviews - 1})
     ${forRemovalSql} SKIP LOCKED`,
    [providerId, id],
  );
  if (older.length > 0)
    await removePreviews(
      tx,
      older.map((preview) => preview.id),
    );
}

/** So many findings of a file are kept, and so many of each kind at least: who has more mends these first and sends the file again. */
export const keptFindings = { most: 10_000, ofEachKind: 20 };

/** Where what was found is laid, and where it is kept. */
export interface FindingTables {
  found: string;
  kept: string;
  upload: string;
}

const ofRosters: FindingTables = {
  found: "roster_error",
  kept: "attendance_upload_error",
  upload: "attendance_upload",
};

/**
 * Keeps what was found in a roster: of a preview, which makes room for the next, as much as of any file, and else until the provider's day
 * is full. From then on the first of each kind are kept, and how many there are.
 */
export async function keepRosterFindings(
  tx: EntityManager,
  ctx: Context,
  { id, providerId, preview }: Pick<AttendanceUpload, "id" | "providerId" | "preview">,
  facts: CsvFacts,
  { errorCount, warningCount }: Pick<AttendanceUpload, "errorCount" | "warningCount">,
): Promise<void> {
  const count = Math.min(errorCount + warningCount, keptFindings.most);
  const hasRoom =
    preview ||
    count === 0 ||
    (await tryLimits({ ...ctx, db: tx }, [{ limit: findingsByProvider, who: providerId, count }]));
  await keepFindings(tx, id, facts, ofRosters, hasRoom ? keptFindings.most : 0);
}

/**
 * What was found is gone with the transaction; an upload keeps it: the first, and how many of each kind there are. A file of a
 * megabyte can have hundreds of thousands, which would take many times its size. Of a workbook each says in which sheet it is.
 */
export async function keepFindings(
  tx: EntityManager,
  uploadId: string,
  { sheet }: CsvFacts,
  { found, kept, upload }: FindingTables,
  most = keptFindings.most,
): Promise<void> {
  await tx.query(
    `INSERT INTO ${kept} (upload_id, position, line, "column", value, code, details, suggestions, severity)
     SELECT $1, position, line, "column", value, code, details || $2::jsonb, suggestions, severity FROM (
       SELECT *, row_number() OVER (ORDER BY position) AS place,
         row_number() OVER (PARTITION BY severity, code, "column" ORDER BY position) AS place_in_kind
       FROM ${found}) e
     WHERE place <= ${most} OR place_in_kind <= ${keptFindings.ofEachKind}`,
    [uploadId, JSON.stringify(sheet && "name" in sheet ? { sheet: sheet.name } : {})],
  );
  await tx.query(
    `UPDATE ${upload} SET finding_kinds = kinds FROM (
       SELECT sum(count) AS found, json_agg(json_build_object('severity', severity, 'code', code, 'column', "column", 'count', count)
         ORDER BY severity, count DESC, code, "column") AS kinds
       FROM (SELECT severity, code, "column", count(*)::int AS count FROM ${found} GROUP BY severity, code, "column") k) k
     WHERE id = $1 AND found > ${most}`,
    [uploadId],
  );
}

/** The upload that has these bytes for this provider: it is being checked, or was recorded and not taken back. */
export const ownerOfFile = (tx: EntityManager, providerId: string, facts: CsvFacts): Promise<AttendanceUpload | null> =>
  tx.findOneBy(AttendanceUpload, { providerId, sha256: Buffer.from(facts.sha256, "hex"), ownsFile: true });

/** Refuses a file that came before: its only error says which upload has it. */
export async function refuseSameFile(
  tx: EntityManager,
  ctx: Context,
  given: ArrivedUpload,
  owner: AttendanceUpload,
): Promise<AttendanceUpload> {
  const upload = await insertUpload(tx, ctx, { ...given, ownsFile: false, sameAsId: owner.id });
  await tx.insert(AttendanceUploadError, {
    uploadId: upload.id,
    position: 1,
    line: 1,
    code: ErrorCode.ALREADY_UPLOADED,
    details: {
      uploadId: owner.id,
      fileName: owner.fileName,
      sentAt: owner.createdAt.toISOString(),
      status: owner.status,
    },
  });
  return finishUpload(tx, ctx, upload, { status: AttendanceUploadStatus.REJECTED, rowCount: null, errorCount: 1 });
}
