import type { EntityManager } from "typeorm";
import { AttendanceUploadPhase } from "../attendance/attendance.entity.ts";
import { keptFindings } from "../attendance/keep-upload.ts";
import { stageRows } from "../attendance/roster-stage.ts";
import { openParts } from "../attendance/upload-parts.ts";
import type { Context } from "../core/context.ts";
import { lineProblem } from "../core/csv/csv-problem.ts";
import { ErrorCode } from "../core/errors.ts";
import { fileReader, jobFiles } from "../core/file-room.ts";
import { advisoryLocks } from "../core/locks.ts";
import { type Message, say } from "../core/messages/message.ts";
import { FindingSeverity } from "../core/row-error.object.ts";
import { keepPersons } from "../members/keep-persons.ts";
import { loadSettings } from "../policies/load-settings.ts";
import { type BundleColumn, BundleFile, type BundleImport, BundlePart } from "./bundle.entity.ts";
import { layUnusedPdfs, stagePdfs } from "./bundle-pdfs.ts";
import type { BundleProgress } from "./bundle-progress.ts";
import { everyKind } from "./every-kind.ts";
import type { MovingKindName } from "./moving-kind.ts";
import { compareKind, countKind, createMovingStage, layKindFindings, recordKind, stageOf } from "./moving-stage.ts";
import type { MovingFileFacts, MovingLookTask, MovingRowsPart, MovingRowsTask } from "./read-moving-rows.ts";

const movingFileFacts = fileReader<MovingLookTask, MovingFileFacts>(
  "read-moving-rows",
  "lookAtMovingFile",
  import.meta.url,
);
const movingRows = fileReader<MovingRowsTask, MovingRowsPart>("read-moving-rows", "readMovingRows", import.meta.url);

export type BundleCounts = Pick<BundleImport, "errorCount" | "warningCount" | "findingKinds">;

/**
 * Reads the files of a bundle, compares them with what is on record, and keeps what is wrong with them. Where nothing is, and it is to be
 * recorded, all of it becomes records; else nothing does.
 */
export async function checkBundle(
  tx: EntityManager,
  ctx: Context,
  bundle: BundleImport,
  progress: BundleProgress,
  records: boolean,
): Promise<BundleCounts> {
  const { READING, CHECKING, RECORDING } = AttendanceUploadPhase;
  await createMovingStage(tx, ctx);
  await stageFiles(tx, ctx, bundle, (share) => progress.tell(READING, share));
  // From here on no two members are merged, none is erased, and no other import writes.
  await keepPersons(tx);
  await tx.query("SELECT pg_advisory_xact_lock($1)", [advisoryLocks.memberImports]);
  await stagePdfs(tx, bundle.id);
  for (const [i, kind] of everyKind.entries()) {
    await progress.tell(CHECKING, i / everyKind.length);
    await compareKind(tx, kind);
    await countKind(tx, kind);
  }
  // Once every kind is compared, since a row is asked about those of others.
  for (const kind of everyKind) await layKindFindings(tx, kind);
  await layUnusedPdfs(tx, bundle.id);
  const counts = await keepBundleFindings(tx, bundle.id);
  if (!records || counts.errorCount > 0) return counts;
  for (const [i, kind] of everyKind.entries()) {
    await progress.tell(RECORDING, i / everyKind.length);
    await recordKind(tx, kind, bundle.id);
  }
  return counts;
}

async function stageFiles(
  tx: EntityManager,
  ctx: Context,
  { id, chosenColumns }: BundleImport,
  tell: (share: number) => Promise<void>,
): Promise<void> {
  const { memberIdLabel } = await loadSettings(tx);
  const files = await tx.find(BundleFile, { where: { importId: id }, order: { position: "ASC" } });
  const size = files.reduce((sum, file) => sum + 3 * Number(file.byteSize), 0);
  let read = 0;
  for (const { id: fileId, name, kind, position } of files) {
    const open = () =>
      openParts(
        ctx,
        fileId,
        (bytes) => {
          read += bytes;
        },
        BundlePart,
      );
    let columns: BundleColumn[] = [];
    let rowCount: number | null = 0;
    const found: ReturnType<typeof lineProblem>[] = [];
    if (kind === null)
      found.push(
        lineProblem(
          1,
          ErrorCode.UNKNOWN_FILE,
          say("bundle.noSuchFile", { names: everyKind.map((k) => k.fileNames[0]) }),
        ),
      );
    else {
      const before = await columnsBefore(tx, kind);
      const chosen = chosenColumns.filter((each) => each.kind === kind);
      const looked = await jobFiles.readOne(movingFileFacts, { kind, memberIdLabel, before, chosen }, open);
      columns = looked.columns;
      const task: MovingRowsTask = { ...looked, kind, file: position };
      const stage = everyKind.find((each) => each.name === kind);
      async function* parts(): AsyncGenerator<Uint8Array> {
        for await (const part of jobFiles.read(movingRows, task, open)) {
          yield part.copy;
          rowCount = part.rowCount === null || rowCount === null ? null : rowCount + part.rowCount;
          await tell(Math.min(1, read / size));
        }
      }
      if (stage) await stageRows(tx, parts(), stageOf(stage));
      await tx.update(BundleFile, fileId, { columns, rowCount });
      for (const key of looked.eitherWay) await layEitherWay(tx, position, headingOf(columns, key));
    }
    const headings = Object.fromEntries(columns.flatMap(({ heading, column }) => (column ? [[column, heading]] : [])));
    await tx.query("INSERT INTO moving_file VALUES ($1, $2, $3, $4, $5, $6)", [
      position,
      fileId,
      name,
      kind,
      rowCount === null,
      headings,
    ]);
    for (const { line, code, message } of found) await layFinding(tx, position, line, null, code, message, "ERROR");
  }
}

const headingOf = (columns: readonly BundleColumn[], key: string): string =>
  columns.find(({ column }) => column === key)?.heading ?? key;

const layEitherWay = (tx: EntityManager, file: number, column: string): Promise<void> =>
  layFinding(
    tx,
    file,
    1,
    column,
    ErrorCode.INVALID_DATE,
    say("file.cell", { line: 1, column, advice: say("bundle.eitherWay") }),
    "WARNING",
  );

async function layFinding(
  tx: EntityManager,
  file: number,
  line: number,
  column: string | null,
  code: ErrorCode | string,
  message: Message,
  severity: `${FindingSeverity}`,
): Promise<void> {
  await tx.query(
    `INSERT INTO moving_error (file, line, "column", code, details, severity) VALUES ($1, $2, $3, $4, $5, $6)`,
    [file, line, column, code, JSON.stringify({ message }), severity],
  );
}

/** For what the last file of this kind that was recorded used its headings: that is remembered. */
async function columnsBefore(tx: EntityManager, kind: MovingKindName): Promise<BundleColumn[]> {
  const [before] = await tx.query(
    `SELECT f.columns FROM bundle_file f JOIN bundle_import i ON i.id = f.import_id
     WHERE f.kind = $1 AND i.status IN ('PROCESSED', 'UNDONE') ORDER BY i.created_at DESC, f.position DESC LIMIT 1`,
    [kind],
  );
  return before?.columns ?? [];
}

/** What was found is gone with the transaction; the import keeps the first of it, and how much of each kind there is. */
async function keepBundleFindings(tx: EntityManager, importId: string): Promise<BundleCounts> {
  await tx.query("DELETE FROM bundle_error WHERE upload_id = $1", [importId]);
  await tx.query(
    `INSERT INTO bundle_error (upload_id, position, file, line, "column", value, code, details, suggestions, severity)
     SELECT $1, place, name, line, "column", value, code, details, suggestions, severity FROM (
       SELECT e.*, f.name, row_number() OVER (ORDER BY e.file, e.line, e.position) AS place,
         row_number() OVER (PARTITION BY e.file, severity, code, "column" ORDER BY e.line, e.position) AS place_in_kind
       FROM moving_error e JOIN moving_file f ON f.file = e.file) e
     WHERE place <= ${keptFindings.most} OR place_in_kind <= ${keptFindings.ofEachKind}`,
    [importId],
  );
  const [counts] = await tx.query(
    `SELECT count(*) FILTER (WHERE severity = '${FindingSeverity.ERROR}')::int AS "errorCount",
       count(*) FILTER (WHERE severity <> '${FindingSeverity.ERROR}')::int AS "warningCount",
       CASE WHEN count(*) > ${keptFindings.most} THEN (
         SELECT json_agg(json_build_object('severity', severity, 'code', code, 'column', "column", 'count', count)
           ORDER BY severity, count DESC, code, "column")
         FROM (SELECT severity, code, "column", count(*)::int AS count FROM moving_error GROUP BY severity, code, "column") k) END AS "findingKinds"
     FROM moving_error`,
  );
  return counts;
}
