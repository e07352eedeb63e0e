import type { Readable } from "node:stream";
import type { FileUpload } from "graphql-upload-ts";
import type { EntityManager } from "typeorm";
import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { readCsv } from "../core/csv/read-csv.ts";
import { type CsvFacts, sniffCsv } from "../core/csv/sniff-csv.ts";
import { DomainError, ErrorCode, notFound, violates } from "../core/errors.ts";
import { isId } from "../core/ids.ts";
import { assertRoomOfProviders } from "../core/provider-limits.ts";
import { loadSettings } from "../policies/load-settings.ts";
import { Provider } from "../providers/provider.entity.ts";
import { AttendanceSource, AttendanceUpload, AttendanceUploadStatus } from "./attendance.entity.ts";
import { canReportFor } from "./attendance.policy.ts";
import { checkRoster, lockProgramsOfRoster, type RosterHeadings } from "./check-roster.ts";
import { parseRosterRow, type RosterColumn, type RosterRow, rosterColumns } from "./parse-roster-row.ts";
import { closeReport, recordRoster } from "./record-roster.ts";
import { createRosterStage, type StagedRow, stageRows } from "./roster-stage.ts";

/**
 * Takes a roster: the whole file, or nothing of it. Answers with the upload, which lists every error of the file; an upload
 * that was rejected, or was a preview, has recorded nothing.
 * @throws NOT_FOUND unless the viewer may report for this provider
 * @throws FILE_TOO_LARGE
 */
export async function uploadAttendance(
  ctx: Context,
  providerId: string,
  file: Promise<FileUpload>,
  preview: boolean,
): Promise<AttendanceUpload> {
  const provider =
    isId(providerId) && canReportFor(ctx.viewer, providerId)
      ? await ctx.db.manager.findOneBy(Provider, { id: providerId })
      : null;
  if (!provider) throw notFound("provider", "providerId");

  // A preview that finds nothing wrong tells that every name is right, and records nothing.
  if (preview) await assertRoomOfProviders(ctx, "memberGuessesByProvider");

  const { createReadStream, filename } = await file;
  const open = (): Readable => createReadStream();
  const settings = await loadSettings(ctx.db.manager);
  const columns = rosterColumns(settings.memberIdLabel);
  const facts = await sniffCsv(
    open,
    columns.flatMap((column) => column.headings),
  ).catch(refuseUnreadUpload);

  try {
    return await inTransaction(ctx, async (tx) => {
      const upload = await insertUpload(tx, ctx, { providerId, fileName: filename.slice(0, 200), facts, preview });
      await createRosterStage(tx);
      const reading = new RosterReading();
      await stageRows(tx, reading.rows(open, facts, columns));
      await lockProgramsOfRoster(tx, providerId);
      const errorCount = await checkRoster(tx, ctx, providerId, reading.headings);
      const { rowCount } = reading;

      if (errorCount > 0) {
        await keepErrors(tx, upload.id);
        return finish(tx, ctx, upload, { status: AttendanceUploadStatus.REJECTED, rowCount, errorCount });
      }
      if (preview) return finish(tx, ctx, upload, { status: AttendanceUploadStatus.PREVIEWED, rowCount });
      const recordedRows = await recordRoster(tx, ctx, AttendanceSource.UPLOAD, upload.id);
      await closeReport(tx, ctx, { uploadId: upload.id });
      return finish(tx, ctx, upload, { status: AttendanceUploadStatus.PROCESSED, rowCount, recordedRows });
    });
  } catch (error) {
    // The lock on the programs keeps rosters apart; this is the last line behind it.
    if (violates(error, "attendance_once_per_offering"))
      throw new DomainError(
        ErrorCode.ALREADY_RECORDED,
        "Some of this attendance was recorded while the file was checked. Send the file again to see which rows.",
      );
    throw error;
  }
}

/** The parser of multipart requests ends the stream of a file that is too large, or whose sender has gone, with an error. */
function refuseUnreadUpload(error: Error & { status?: number }): never {
  if (error.status === 413)
    throw new DomainError(
      ErrorCode.FILE_TOO_LARGE,
      "This file is larger than the server takes. Split it into several files.",
      { field: "file" },
    );
  if (error.status) throw new DomainError(ErrorCode.INVALID_UPLOAD, "The file did not arrive whole. Send it again.");
  throw error;
}

async function insertUpload(
  tx: EntityManager,
  ctx: Context,
  given: { providerId: string; fileName: string; facts: CsvFacts; preview: boolean },
): Promise<AttendanceUpload> {
  return tx.save(
    tx.create(AttendanceUpload, {
      providerId: given.providerId,
      accountId: ctx.viewer.accountId,
      fileName: given.fileName,
      sha256: Buffer.from(given.facts.sha256, "hex"),
      byteSize: String(given.facts.byteSize),
      status: AttendanceUploadStatus.CHECKING,
      preview: given.preview,
      createdAt: ctx.now(),
    }),
  );
}

async function finish(
  tx: EntityManager,
  ctx: Context,
  upload: AttendanceUpload,
  outcome: Pick<AttendanceUpload, "status"> & Partial<AttendanceUpload>,
): Promise<AttendanceUpload> {
  const columns = { ...outcome, checkedRows: outcome.rowCount ?? 0 };
  await tx.update(AttendanceUpload, upload.id, columns);
  const { status, rowCount, recordedRows = 0, errorCount = 0 } = columns;
  await audit(tx, ctx, "attendance.upload", ["attendance_upload", upload.id], {
    after: { status, preview: upload.preview, fileName: upload.fileName, rowCount, recordedRows, errorCount },
  });
  return tx.findOneByOrFail(AttendanceUpload, { id: upload.id });
}

/** `roster_error` is gone with the transaction; an upload keeps its errors. */
const keepErrors = (tx: EntityManager, uploadId: string): Promise<unknown> =>
  tx.query(
    `INSERT INTO attendance_upload_error (upload_id, position, line, "column", value, code, details, suggestions)
     SELECT $1, position, line, "column", value, code, details, suggestions FROM roster_error`,
    [uploadId],
  );

/** One pass over the file: hands on its rows, and lines that are no rows with what is wrong with them. */
class RosterReading {
  headings: RosterHeadings = {} as RosterHeadings;
  /** Rows of data; null where the file was refused as a whole. */
  rowCount: number | null = 0;

  async *rows(
    open: () => Readable,
    facts: CsvFacts,
    columns: ReturnType<typeof rosterColumns>,
  ): AsyncGenerator<StagedRow[], void, undefined> {
    for await (const { rows, problems, rowCount, isRefusal, headingOf } of readCsv(open, facts, columns)) {
      this.headings = Object.fromEntries(columns.map(({ key }) => [key, headingOf(key)])) as Record<
        RosterColumn,
        string
      >;
      this.rowCount = isRefusal || this.rowCount === null ? null : this.rowCount + rowCount;
      const staged: StagedRow[] = rows.map((row) => ({ ...parseRosterRow(row, headingOf), given: row.given }));
      yield [
        ...staged,
        ...problems.map((problem) => ({ row: emptyRow(problem.line), given: null, errors: [problem] })),
      ];
    }
  }
}

const emptyRow = (line: number): RosterRow => ({
  line,
  programNumber: null,
  memberNumber: null,
  firstName: null,
  lastName: null,
  completionDate: null,
  credits: null,
});
