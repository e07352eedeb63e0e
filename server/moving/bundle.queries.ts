import { rowErrorMessage } from "../attendance/row-error-message.ts";
import type { Context } from "../core/context.ts";
import type { ErrorCode } from "../core/errors.ts";
import { isId } from "../core/ids.ts";
import { hasId } from "../core/lists/conditions.ts";
import { defineFixedList } from "../core/lists/define-list.ts";
import { type Connection, mapNodes, type PageArgs } from "../core/lists/page.ts";
import { type Fields, selectFields } from "../core/lists/sql.ts";
import { sentence } from "../core/messages/sentence.ts";
import { administrator } from "../core/policy.ts";
import type { FindingSeverity, RowError } from "../core/row-error.object.ts";
import type { BundleError, BundleFile, BundleImport } from "./bundle.entity.ts";

/** A bundle as lists and its page show it. */
export type BundleImportRow = Omit<BundleImport, "accountId" | "account" | "place" | "chosenColumns"> & {
  /** The primary address of whoever sent it, or had it recorded; null: the command line. */
  sender: string | null;
  files: BundleFileRow[];
};

export type BundleFileRow = Pick<
  BundleFile,
  "name" | "kind" | "columns" | "rowCount" | "addedRows" | "changedRows" | "unchangedRows" | "leftRows" | "samples"
>;

const bundleFields: Fields<BundleImportRow> = {
  id: "i.id",
  fileName: "i.file_name",
  status: "i.status",
  errorCount: "i.error_count",
  warningCount: "i.warning_count",
  createdAt: "i.created_at",
  recordedAt: "i.recorded_at",
  phase: "i.phase",
  progress: "i.progress",
  findingKinds: "i.finding_kinds",
  undoneAt: "i.undone_at",
  undoReason: "i.undo_reason",
  obstacles: "i.obstacles",
  sender: "(SELECT e.address FROM email_address e WHERE e.account_id = i.account_id AND e.is_primary)",
  files: `(SELECT coalesce(json_agg(json_build_object('name', f.name, 'kind', f.kind, 'columns', f.columns, 'rowCount', f.row_count,
      'addedRows', f.added_rows, 'changedRows', f.changed_rows, 'unchangedRows', f.unchanged_rows, 'leftRows', f.left_rows,
      'samples', f.samples) ORDER BY f.position), '[]') FROM bundle_file f WHERE f.import_id = i.id)`,
};

/** Bundles that were sent, the newest first. */
export const bundleImportList = defineFixedList({
  from: "bundle_import i",
  key: "i.id",
  fields: bundleFields,
  where: () => [],
  sortedBy: [["i.created_at"], "DESC"],
});

/** A bundle; null where it is missing or not the viewer's to see. */
export async function findBundle(ctx: Context, id: string): Promise<BundleImportRow | null> {
  if (!isId(id) || !administrator(ctx.viewer, null)) return null;
  const [row] = await ctx.db.query(`SELECT ${selectFields(bundleFields)} FROM bundle_import i WHERE i.id = $1`, [id]);
  return row ?? null;
}

/** What is wrong with one cell, or one row, of one of the files. */
export interface BundleRowError extends RowError {
  file: string;
}

type StoredError = Omit<BundleError, "uploadId" | "upload">;

const errorFields: Fields<StoredError> = {
  position: "e.position",
  file: "e.file",
  line: "e.line",
  column: 'e."column"',
  value: "e.value",
  code: "e.code",
  details: "e.details",
  suggestions: "e.suggestions",
  severity: "e.severity",
};

const errorList = defineFixedList({
  from: "bundle_error e",
  key: "e.position",
  fields: errorFields,
  where: (_ctx, filter: { importId: string; code: ErrorCode | null; severity: FindingSeverity | null }, bind) => [
    hasId("e.upload_id", filter.importId, bind),
    filter.code && `e.code = ${bind(filter.code)}`,
    filter.severity && `e.severity = ${bind(filter.severity)}`,
  ],
  sortedBy: [[], "ASC"],
});

const withMessage =
  ({ request }: Context) =>
  (error: StoredError): BundleRowError => ({ ...error, message: sentence(rowErrorMessage(error), request.language) });

/** The errors and warnings of a bundle in the order of its files. */
export const listBundleErrors = async (
  ctx: Context,
  importId: string,
  code: ErrorCode | null,
  severity: FindingSeverity | null,
  page: PageArgs,
): Promise<Connection<BundleRowError>> =>
  mapNodes(await errorList.page(ctx, { importId, code, severity }, page), withMessage(ctx));

const errorsPerRead = 5_000;

/** All errors of a bundle that are kept, read a few thousand at a time. */
export async function* readBundleErrors(ctx: Context, importId: string): AsyncGenerator<BundleRowError> {
  const said = withMessage(ctx);
  for (let position = 0; ; ) {
    const rows: StoredError[] = await ctx.db.query(
      `SELECT ${selectFields(errorFields)} FROM bundle_error e WHERE e.upload_id = $1 AND e.position > $2
       ORDER BY e.position LIMIT ${errorsPerRead}`,
      [importId, position],
    );
    for (const row of rows) yield said(row);
    if (rows.length < errorsPerRead) return;
    position = rows.at(-1)?.position ?? 0;
  }
}
