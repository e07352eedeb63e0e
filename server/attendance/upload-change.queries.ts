import { In } from "typeorm";
import type { ErrorCode } from "../core/errors.ts";
import { hasId } from "../core/lists/conditions.ts";
import { defineFixedList } from "../core/lists/define-list.ts";
import { defineLoader, groupByKey, orderByKey } from "../core/lists/loaders.ts";
import type { Fields } from "../core/lists/sql.ts";
import type { FindingSeverity } from "../core/row-error.object.ts";
import { type AttendanceChangeKind, AttendanceUpload, type AttendanceUploadChange } from "./attendance.entity.ts";

export type AttendanceChangeRow = Pick<
  AttendanceUploadChange,
  | "kind"
  | "line"
  | "recordId"
  | "memberId"
  | "programId"
  | "completedOnBefore"
  | "creditsBefore"
  | "completedOnAfter"
  | "creditsAfter"
  | "kindsBefore"
  | "kindsAfter"
>;

const changeFields: Fields<AttendanceChangeRow> = {
  kind: "c.kind",
  line: "c.line",
  recordId: "c.record_id",
  memberId: "c.member_id",
  programId: "c.program_id",
  completedOnBefore: "c.completed_on_before",
  creditsBefore: "c.credits_before",
  completedOnAfter: "c.completed_on_after",
  creditsAfter: "c.credits_after",
  kindsBefore: "c.kinds_before",
  kindsAfter: "c.kinds_after",
};

/** What a correction does, in the order of its file; what it removes comes last. */
export const changeList = defineFixedList({
  from: "attendance_upload_change c",
  key: "c.position",
  fields: changeFields,
  where: (_ctx, filter: { uploadId: string; kind: AttendanceChangeKind | null }, bind) => [
    hasId("c.upload_id", filter.uploadId, bind),
    filter.kind && `c.kind = ${bind(filter.kind)}`,
  ],
  sortedBy: [[], "ASC"],
});

/** An upload that another one of the same provider names. */
export const uploadById = defineLoader<string, AttendanceUpload | null>(async (ctx, ids) => {
  const uploads = await ctx.db.manager.findBy(AttendanceUpload, { id: In([...ids]) });
  return orderByKey(ids, uploads, (upload) => upload.id);
});

/** What corrected an upload, and what was tried, oldest first. */
export const amendmentsOfUpload = defineLoader<string, AttendanceUpload[]>(async (ctx, ids) => {
  const uploads = await ctx.db.manager.find(AttendanceUpload, {
    where: { amendsId: In([...ids]), preview: false },
    order: { createdAt: "ASC", id: "ASC" },
  });
  return groupByKey(ids, uploads, (upload) => upload.amendsId ?? "");
});

export interface ErrorKindCount {
  uploadId: string;
  code: ErrorCode;
  severity: FindingSeverity;
  count: number;
}

/** How many errors, then warnings, of each kind uploads have, most first. */
export const errorKindsOfUpload = defineLoader<string, ErrorKindCount[]>(async (ctx, ids) => {
  const rows: ErrorKindCount[] = await ctx.db.query(
    `SELECT "uploadId", code, severity, sum(count)::int AS count FROM (
       SELECT e.upload_id AS "uploadId", e.code, e.severity, count(*) AS count
       FROM attendance_upload_error e JOIN attendance_upload u ON u.id = e.upload_id
       WHERE e.upload_id = ANY ($1::uuid[]) AND u.finding_kinds IS NULL GROUP BY e.upload_id, e.code, e.severity
       UNION ALL
       SELECT u.id, k.code, k.severity, k.count FROM attendance_upload u
       CROSS JOIN jsonb_to_recordset(u.finding_kinds) AS k (code text, severity text, count int) WHERE u.id = ANY ($1::uuid[])) k
     GROUP BY "uploadId", code, severity ORDER BY severity, sum(count) DESC, code`,
    [ids],
  );
  return groupByKey(ids, rows, (row) => row.uploadId);
});
