import type { Readable } from "node:stream";
import type { FileUpload } from "graphql-upload-ts";
import type { Context } from "../core/context.ts";
import { type CsvFacts, sniffCsv } from "../core/csv/sniff-csv.ts";
import { DomainError, ErrorCode } from "../core/errors.ts";
import { keptFileName } from "../core/kept-file-name.ts";
import { loadSettings } from "../policies/load-settings.ts";
import { rosterColumns } from "./parse-roster-row.ts";

/** A roster that lies somewhere, looked at once. */
export interface RosterFile {
  /** A new stream of its bytes. */
  open(): Readable;
  facts: CsvFacts;
  columns: ReturnType<typeof rosterColumns>;
}

/** Finds out how a roster is to be read: one pass over its bytes. */
export async function lookAtRoster(ctx: Context, open: () => Readable): Promise<RosterFile> {
  const columns = rosterColumns((await loadSettings(ctx.db.manager)).memberIdLabel);
  const headings = columns.flatMap((column) => column.headings);
  return { open, facts: await sniffCsv(open, headings), columns };
}

/**
 * A roster as it came with a request: its bytes lie on disk until the request ends.
 * @throws FILE_TOO_LARGE; INVALID_UPLOAD where it did not arrive whole
 */
export async function takeRoster(
  ctx: Context,
  file: Promise<FileUpload>,
): Promise<{ roster: RosterFile; fileName: string }> {
  const { createReadStream, filename } = await file;
  const roster = await lookAtRoster(ctx, () => createReadStream()).catch(refuseUnread);
  return { roster, fileName: keptFileName(filename) };
}

/** The parser of multipart requests ends the stream of a file that is too large, or whose sender has gone, with an error. */
function refuseUnread(error: Error & { status?: number }): never {
  if (error.status === 413)
    throw new DomainError(ErrorCode.FILE_TOO_LARGE, "attendance.fileTooLarge", { field: "file" });
  if (error.status) throw new DomainError(ErrorCode.INVALID_UPLOAD, "core.fileNotWhole");
  throw error;
}
