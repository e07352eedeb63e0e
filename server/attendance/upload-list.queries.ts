import type { Context } from "../core/context.ts";
import { isId } from "../core/ids.ts";
import { type Ordering, orderingsOr, termsOfOrder } from "../core/lists/order.ts";
import type { Connection, PageArgs } from "../core/lists/page.ts";
import { type ListQuery, type OrderTerm, readPage } from "../core/lists/read-page.ts";
import { SortDirection } from "../core/lists/sort-direction.ts";
import { alphabetical, Bindings } from "../core/lists/sql.ts";
import { visibleTo } from "../core/viewer.ts";
import type { ProviderRow } from "../providers/provider.queries.ts";
import type { AttendanceUpload, AttendanceUploadStatus } from "./attendance.entity.ts";

export interface UploadConditions {
  providerId?: string | null;
  status?: AttendanceUploadStatus[] | null;
  preview?: boolean | null;
}

export enum AttendanceUploadOrderField {
  CREATED_AT = "CREATED_AT",
  FILE_NAME = "FILE_NAME",
  PROVIDER = "PROVIDER",
  STATUS = "STATUS",
  ROWS = "ROWS",
  RECORDED_ROWS = "RECORDED_ROWS",
  ERRORS = "ERRORS",
}

export type UploadOrdering = Ordering<AttendanceUploadOrderField>;

const orderTerms: Record<AttendanceUploadOrderField, OrderTerm[]> = {
  CREATED_AT: [{ sql: "u.created_at", required: true }],
  FILE_NAME: [{ sql: alphabetical("u.file_name"), required: true }],
  PROVIDER: [
    { sql: alphabetical("v.name"), required: true },
    { sql: "v.number", required: true },
  ],
  STATUS: [{ sql: "u.status", required: true }],
  ROWS: [{ sql: "u.row_count" }],
  RECORDED_ROWS: [{ sql: "u.recorded_rows", required: true }],
  ERRORS: [{ sql: "u.error_count", required: true }],
};

/** A roster as the list shows it, with for whom it was sent. */
export type UploadRow = Omit<AttendanceUpload, "provider"> & { provider: ProviderRow };

/** Rosters that the viewer may see, newest first by default: all for staff, one's own for a provider. */
export const listUploads = (
  ctx: Context,
  filter: UploadConditions,
  orderBy: readonly UploadOrdering[] | null,
  page: PageArgs,
): Promise<Connection<UploadRow>> => readPage(ctx.db.manager, uploadList(ctx, filter, orderBy), page);

/** What listUploads reads a page of, and an export reads whole. */
export function uploadList(
  ctx: Context,
  filter: UploadConditions,
  orderBy: readonly UploadOrdering[] | null,
): ListQuery {
  const bindings = new Bindings();
  const { bind } = bindings;
  const where = [visibleTo(ctx.viewer, "u.provider_id", bind)];
  if (filter.providerId) where.push(isId(filter.providerId) ? `u.provider_id = ${bind(filter.providerId)}` : "false");
  if (filter.status && filter.status.length > 0) where.push(`u.status = ANY(${bind(filter.status)})`);
  if (typeof filter.preview === "boolean") where.push(`u.preview = ${bind(filter.preview)}`);
  return {
    from: "attendance_upload u JOIN provider v ON v.id = u.provider_id",
    where,
    order: termsOfOrder(orderingsOr(orderBy, AttendanceUploadOrderField.CREATED_AT, SortDirection.DESC), orderTerms),
    key: "u.id",
    select: `u.id, u.provider_id AS "providerId", u.file_name AS "fileName", u.status, u.preview,
      u.row_count AS "rowCount", u.checked_rows AS "checkedRows", u.recorded_rows AS "recordedRows",
      u.error_count AS "errorCount", u.created_at AS "createdAt", u.phase, u.progress, u.same_as_id AS "sameAsId",
      u.amends_id AS "amendsId", u.added_rows AS "addedRows", u.changed_rows AS "changedRows",
      u.removed_rows AS "removedRows", u.reason, u.undone_at AS "undoneAt", u.undo_reason AS "undoReason",
      json_build_object('id', v.id, 'number', v.number, 'name', v.name) AS provider`,
    bindings,
  };
}
