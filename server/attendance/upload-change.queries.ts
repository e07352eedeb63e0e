import { In } from "typeorm";
import type { Context } from "../core/context.ts";
import type { ErrorCode } from "../core/errors.ts";
import { defineLoader, groupByKey, orderByKey } from "../core/lists/loaders.ts";
import type { Connection, PageArgs } from "../core/lists/page.ts";
import { readPage } from "../core/lists/read-page.ts";
import { Bindings } from "../core/lists/sql.ts";
import { type AttendanceChangeKind, AttendanceUpload, type AttendanceUploadChange } from "./attendance.entity.ts";

export type AttendanceChangeRow = Pick<
  AttendanceUploadChange,
  | "kind"
  | "line"
  | "memberId"
  | "programId"
  | "completedOnBefore"
  | "creditsBefore"
  | "completedOnAfter"
  | "creditsAfter"
>;

/**
 * What a correction does, in the order of its file; what it removes comes last.
 * @param kind only changes of this kind; null: all
 */
export function listUploadChanges(
  ctx: Context,
  uploadId: string,
  kind: AttendanceChangeKind | null,
  page: PageArgs,
): Promise<Connection<AttendanceChangeRow>> {
  const bindings = new Bindings();
  const { bind } = bindings;
  return readPage(
    ctx.db.manager,
    {
      from: "attendance_upload_change c",
      where: [`c.upload_id = ${bind(uploadId)}`, ...(kind ? [`c.kind = ${bind(kind)}`] : [])],
      order: [],
      key: "c.position",
      select: `c.kind, c.line, c.member_id AS "memberId", c.program_id AS "programId",
        c.completed_on_before AS "completedOnBefore", c.credits_before AS "creditsBefore",
        c.completed_on_after AS "completedOnAfter", c.credits_after AS "creditsAfter"`,
      bindings,
    },
    page,
  );
}

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
  count: number;
}

/** How many errors of each kind uploads have, most first. */
export const errorKindsOfUpload = defineLoader<string, ErrorKindCount[]>(async (ctx, ids) => {
  const rows: ErrorKindCount[] = await ctx.db.query(
    `SELECT upload_id AS "uploadId", code, count(*)::int AS count FROM attendance_upload_error
     WHERE upload_id = ANY ($1::uuid[]) GROUP BY upload_id, code ORDER BY count(*) DESC, code`,
    [ids],
  );
  return groupByKey(ids, rows, (row) => row.uploadId);
});
