import { Bindings, type Connection, type ListQuery, type PageArgs, readPage } from "../core/connections.ts";
import type { Context } from "../core/context.ts";
import { isId } from "../core/ids.ts";
import type { RowError } from "../core/row-error.object.ts";
import { memberIdByNumber } from "../members/member.queries.ts";
import { type AttendanceRecord, AttendanceUpload, type AttendanceUploadError } from "./attendance.entity.ts";
import { canViewUpload } from "./attendance.policy.ts";
import { rowErrorMessage } from "./row-error-message.ts";

export interface AttendanceConditions {
  programNumber?: string | null;
  memberNumber?: string | null;
  providerId?: string | null;
  uploadId?: string | null;
  completedFrom?: string | null;
  completedTo?: string | null;
}

/** A record as lists show it. */
export type AttendanceRow = Pick<
  AttendanceRecord,
  | "id"
  | "memberId"
  | "programId"
  | "completedOn"
  | "credits"
  | "source"
  | "uploadId"
  | "recordedAt"
  | "reversedAt"
  | "reversalReason"
> & { creditUnit: string };

/** Attendance that the viewer may see: staff all, a provider its programs', a member their own. Newest first. */
export const listAttendance = (
  ctx: Context,
  filter: AttendanceConditions,
  page: PageArgs,
): Promise<Connection<AttendanceRow>> => readPage(ctx.db.manager, attendanceList(ctx, filter), page);

const programJoin = "JOIN program p ON p.id = r.program_id";

/** What listAttendance reads a page of, and an export reads whole. */
export function attendanceList(ctx: Context, filter: AttendanceConditions): ListQuery {
  const bindings = new Bindings();
  const { bind } = bindings;
  const { viewer } = ctx;
  const where: string[] = [];
  // Where nothing is asked of the program, it is joined for the rows of the page only: a million others need not be.
  const conditional = !viewer.isStaff || Boolean(filter.programNumber) || Boolean(filter.providerId);
  if (!viewer.isStaff)
    where.push(
      `(p.provider_id = ANY(${bind([...viewer.providers.keys()])}) OR r.member_id = ${bind(viewer.memberId)})`,
    );
  if (filter.programNumber) where.push(`p.number = ${bind(filter.programNumber.trim().toUpperCase())}`);
  if (filter.memberNumber) where.push(`r.member_id = ${memberIdByNumber(bind(filter.memberNumber.trim()))}`);
  if (filter.providerId) where.push(`p.provider_id::text = ${bind(filter.providerId)}`);
  if (filter.uploadId) where.push(`r.upload_id::text = ${bind(filter.uploadId)}`);
  if (filter.completedFrom) where.push(`r.completed_on >= ${bind(filter.completedFrom)}`);
  if (filter.completedTo) where.push(`r.completed_on <= ${bind(filter.completedTo)}`);
  return {
    from: `attendance_record r ${conditional ? programJoin : ""}`,
    where,
    order: [{ sql: "r.recorded_at", descending: true }],
    key: "r.id",
    join: `${conditional ? "" : programJoin} JOIN credit_rule c ON c.id = p.credit_rule_id`,
    select: `r.id, r.member_id AS "memberId", r.program_id AS "programId", r.completed_on AS "completedOn", r.credits,
        r.source, r.upload_id AS "uploadId", r.recorded_at AS "recordedAt",
        r.reversed_at AS "reversedAt", r.reversal_reason AS "reversalReason", c.unit AS "creditUnit"`,
    bindings,
  };
}

/** An upload; null where it is missing or not the viewer's to see. */
export async function findUpload(ctx: Context, id: string): Promise<AttendanceUpload | null> {
  if (!isId(id)) return null;
  const upload = await ctx.db.manager.findOneBy(AttendanceUpload, { id });
  return upload && canViewUpload(ctx.viewer, upload) ? upload : null;
}

const withMessage = (row: AttendanceUploadError): RowError => ({ ...row, message: rowErrorMessage(row) });

const errorColumns = `e.position, e.line, e."column", e.value, e.code, e.details, e.suggestions`;

/** The errors of an upload in the order of its file. */
export async function listUploadErrors(ctx: Context, uploadId: string, page: PageArgs): Promise<Connection<RowError>> {
  const bindings = new Bindings();
  const connection = await readPage<AttendanceUploadError>(
    ctx.db.manager,
    {
      from: "attendance_upload_error e",
      where: [`e.upload_id = ${bindings.bind(uploadId)}`],
      order: [],
      key: "e.position",
      select: errorColumns,
      bindings,
    },
    page,
  );
  const edges = connection.edges.map((edge) => ({ ...edge, node: withMessage(edge.node) }));
  return { ...connection, edges, nodes: edges.map((edge) => edge.node) };
}

const errorsPerRead = 5_000;

/** All errors of an upload, read a few thousand at a time. */
export async function* readUploadErrors(ctx: Context, uploadId: string): AsyncGenerator<RowError> {
  for (let position = 0; ; position += errorsPerRead) {
    const rows: AttendanceUploadError[] = await ctx.db.query(
      `SELECT ${errorColumns} FROM attendance_upload_error e
       WHERE e.upload_id = $1 AND e.position > $2 AND e.position <= $3 ORDER BY e.position`,
      [uploadId, position, position + errorsPerRead],
    );
    if (rows.length === 0) return;
    for (const row of rows) yield withMessage(row);
  }
}
