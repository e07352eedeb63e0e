import type { EntityManager } from "typeorm";
import type { Context } from "../core/context.ts";
import { defineLoader } from "../core/lists/loaders.ts";
import type { Viewer } from "../core/viewer.ts";
import { reportingDueOnSql, reportingOverSql } from "../programs/offering.rules.ts";
import { type AttendanceUpload } from "./attendance.entity.ts";
import { canReportFor } from "./attendance.policy.ts";
import { AttendanceUploadStatus } from "./upload.status.ts";

/** What a viewer can do with an upload. */
export enum AttendanceUploadAction {
  UNDO = "UNDO",
  AMEND = "AMEND",
}

/** Offerings with records that count, of which the time to report is over: over r (upload, offering), o and p. */
const closedSource = `JOIN offering o ON o.id = r.offering_id JOIN program p ON p.id = o.program_id
  WHERE ${reportingOverSql("o", "$2")}`;

/** An offering of these uploads whose attendance cannot be reported any more; null where there is none. */
export async function closedOffering(
  tx: EntityManager,
  ctx: Context,
  uploadIds: readonly string[],
): Promise<{ programNumber: string; dueOn: string } | null> {
  const [closed] = await tx.query(
    `SELECT p.number AS "programNumber", ${reportingDueOnSql("o")} AS "dueOn"
     FROM (SELECT DISTINCT offering_id FROM attendance_record WHERE upload_id = ANY ($1::uuid[]) AND reversed_at IS NULL) r
     ${closedSource} ORDER BY p.number LIMIT 1`,
    [uploadIds, ctx.now()],
  );
  return closed ?? null;
}

const isClosed = defineLoader<string, boolean>(async (ctx, ids) => {
  const rows: { id: string }[] = await ctx.db.query(
    `SELECT DISTINCT r.id FROM (
       SELECT DISTINCT coalesce(u.amends_id, u.id) AS id, x.offering_id
       FROM attendance_upload u JOIN attendance_record x ON x.upload_id = u.id
       WHERE (u.id = ANY ($1::uuid[]) OR u.amends_id = ANY ($1::uuid[])) AND x.reversed_at IS NULL) r
     ${closedSource}`,
    [ids, ctx.now()],
  );
  const closed = new Set(rows.map((row) => row.id));
  return ids.map((id) => closed.has(id));
});

/**
 * Why the viewer cannot take an upload back or correct it now; null: it can be. A provider may while the time to report is open for
 * everything that the upload has on record, staff always.
 * @param closed what it has on record that cannot be reported any more
 */
export async function whyNotCorrectable<Closed>(
  viewer: Viewer,
  upload: Pick<AttendanceUpload, "status" | "amendsId" | "providerId">,
  closed: () => Promise<Closed | null>,
): Promise<"NOT_FOR_YOU" | "IS_CORRECTION" | "NOT_PROCESSED" | { closed: Closed } | null> {
  if (!canReportFor(viewer, upload.providerId)) return "NOT_FOR_YOU";
  if (upload.amendsId) return "IS_CORRECTION";
  if (upload.status !== AttendanceUploadStatus.PROCESSED) return "NOT_PROCESSED";
  const found = viewer.isStaff ? null : await closed();
  return found && { closed: found };
}

/** What the viewer can do with an upload now. */
export async function uploadActions(
  ctx: Context,
  upload: Pick<AttendanceUpload, "id" | "status" | "amendsId" | "providerId">,
): Promise<AttendanceUploadAction[]> {
  const why = await whyNotCorrectable(ctx.viewer, upload, async () => (await isClosed(ctx, upload.id)) || null);
  return why === null ? Object.values(AttendanceUploadAction) : [];
}
