import { Bindings, type Connection, type PageArgs, readPage } from "../core/connections.ts";
import type { Context } from "../core/context.ts";
import type { AttendanceUpload, AttendanceUploadStatus } from "./attendance.entity.ts";

export interface UploadConditions {
  providerId?: string | null;
  status?: AttendanceUploadStatus[] | null;
  preview?: boolean | null;
}

/** Rosters that the viewer may see, newest first: all for staff, one's own for a provider. */
export function listUploads(
  ctx: Context,
  filter: UploadConditions,
  page: PageArgs,
): Promise<Connection<AttendanceUpload>> {
  const bindings = new Bindings();
  const { bind } = bindings;
  const where: string[] = [];
  if (!ctx.viewer.isStaff) where.push(`u.provider_id = ANY(${bind([...ctx.viewer.providers.keys()])}::uuid[])`);
  if (filter.providerId) where.push(`u.provider_id::text = ${bind(filter.providerId)}`);
  if (filter.status && filter.status.length > 0) where.push(`u.status = ANY(${bind(filter.status)})`);
  if (typeof filter.preview === "boolean") where.push(`u.preview = ${bind(filter.preview)}`);
  return readPage(
    ctx.db.manager,
    {
      from: "attendance_upload u",
      where,
      order: [{ sql: "u.created_at", descending: true }],
      key: "u.id",
      select: `u.id, u.provider_id AS "providerId", u.file_name AS "fileName", u.status, u.preview,
        u.row_count AS "rowCount", u.checked_rows AS "checkedRows", u.recorded_rows AS "recordedRows",
        u.error_count AS "errorCount", u.created_at AS "createdAt", u.phase, u.progress, u.same_as_id AS "sameAsId",
        u.amends_id AS "amendsId", u.added_rows AS "addedRows", u.changed_rows AS "changedRows",
        u.removed_rows AS "removedRows", u.reason, u.undone_at AS "undoneAt", u.undo_reason AS "undoReason"`,
      bindings,
    },
    page,
  );
}
