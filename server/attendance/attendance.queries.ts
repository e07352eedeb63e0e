import type { Context } from "../core/context.ts";
import type { ErrorCode } from "../core/errors.ts";
import { isId } from "../core/ids.ts";
import { type Ordering, orderingsOr, termsOfOrder } from "../core/lists/order.ts";
import type { Connection, PageArgs } from "../core/lists/page.ts";
import { type ListQuery, type OrderTerm, readPage } from "../core/lists/read-page.ts";
import { SortDirection } from "../core/lists/sort-direction.ts";
import { alphabetical, Bindings, selectFields, takeNested } from "../core/lists/sql.ts";
import type { RowError } from "../core/row-error.object.ts";
import {
  type MemberRow,
  memberFields,
  memberIdByNumber,
  memberNameTerms,
  memberNumberTerms,
} from "../members/member.queries.ts";
import { type ProgramRow, programFields, programJoins, programNumberTerms } from "../programs/program.queries.ts";
import { seesByProgramOnly, visibleRecords } from "../programs/visible-records.ts";
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

export enum AttendanceOrderField {
  PROGRAM_NUMBER = "PROGRAM_NUMBER",
  PROGRAM_NAME = "PROGRAM_NAME",
  MEMBER_NUMBER = "MEMBER_NUMBER",
  MEMBER_NAME = "MEMBER_NAME",
  COMPLETED_ON = "COMPLETED_ON",
  CREDITS = "CREDITS",
  SOURCE = "SOURCE",
  RECORDED_AT = "RECORDED_AT",
}

export type AttendanceOrdering = Ordering<AttendanceOrderField>;

/** A record as lists show it, with whose and of what it is, read in the same statement. */
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
> & { member: MemberRow; program: ProgramRow };

/** Attendance that the viewer may see: staff all, a provider its programs', a member their own. Newest first by default. */
export async function listAttendance(
  ctx: Context,
  filter: AttendanceConditions,
  orderBy: readonly AttendanceOrdering[] | null,
  page: PageArgs,
): Promise<Connection<AttendanceRow>> {
  const connection = await readPage<AttendanceRow>(ctx.db.manager, attendanceList(ctx, filter, orderBy), page);
  for (const row of connection.nodes)
    Object.assign(row, { member: takeNested(row, "member."), program: takeNested(row, "program.") });
  return connection;
}

const programJoin = "JOIN program p ON p.id = a.program_id";
const memberJoin = "JOIN member m ON m.id = a.member_id";

const orderTerms: Record<AttendanceOrderField, OrderTerm[]> = {
  PROGRAM_NUMBER: programNumberTerms,
  PROGRAM_NAME: [{ sql: alphabetical("p.name"), required: true }],
  MEMBER_NUMBER: memberNumberTerms,
  MEMBER_NAME: memberNameTerms,
  COMPLETED_ON: [{ sql: "a.completed_on", required: true }],
  CREDITS: [{ sql: "a.credits", required: true }],
  SOURCE: [{ sql: "a.source", required: true }],
  RECORDED_AT: [{ sql: "a.recorded_at", required: true }],
};
const programOrders: readonly AttendanceOrderField[] = [
  AttendanceOrderField.PROGRAM_NUMBER,
  AttendanceOrderField.PROGRAM_NAME,
];
const memberOrders: readonly AttendanceOrderField[] = [
  AttendanceOrderField.MEMBER_NUMBER,
  AttendanceOrderField.MEMBER_NAME,
];

const recordFields: Record<Exclude<keyof AttendanceRow, "member" | "program">, string> = {
  id: "a.id",
  memberId: "a.member_id",
  programId: "a.program_id",
  completedOn: "a.completed_on",
  credits: "a.credits",
  source: "a.source",
  uploadId: "a.upload_id",
  recordedAt: "a.recorded_at",
  reversedAt: "a.reversed_at",
  reversalReason: "a.reversal_reason",
};

/** What an upload recorded, and what its corrections did. */
const ofUpload = (id: string): string =>
  `a.upload_id = ANY(ARRAY(SELECT id FROM attendance_upload WHERE id = ${id} OR amends_id = ${id}))`;

/** What listAttendance reads a page of, and an export reads whole. */
export function attendanceList(
  ctx: Context,
  filter: AttendanceConditions,
  orderBy: readonly AttendanceOrdering[] | null,
): ListQuery {
  const bindings = new Bindings();
  const { bind } = bindings;
  const orderings = orderingsOr(orderBy, AttendanceOrderField.RECORDED_AT, SortDirection.DESC);
  const where: string[] = [];
  const visible = visibleRecords(ctx.viewer, "a", bind);
  if (visible) where.push(visible);
  if (filter.programNumber)
    where.push(
      `a.program_id = (SELECT id FROM program WHERE number = ${bind(filter.programNumber.trim().toUpperCase())})`,
    );
  if (filter.memberNumber) where.push(`a.member_id = ${memberIdByNumber(bind(filter.memberNumber.trim()))}`);
  if (filter.providerId) where.push(isId(filter.providerId) ? `p.provider_id = ${bind(filter.providerId)}` : "false");
  if (filter.uploadId) where.push(isId(filter.uploadId) ? ofUpload(bind(filter.uploadId)) : "false");
  if (filter.completedFrom) where.push(`a.completed_on >= ${bind(filter.completedFrom)}`);
  if (filter.completedTo) where.push(`a.completed_on <= ${bind(filter.completedTo)}`);
  const asksOfProgram = seesByProgramOnly(ctx.viewer) || Boolean(filter.providerId);
  // What the conditions and the order need is joined where the page is cut; the rest only for the rows of the page.
  const joins = [
    { sql: programJoin, early: asksOfProgram || orderings.some((o) => programOrders.includes(o.field)) },
    { sql: memberJoin, early: orderings.some((o) => memberOrders.includes(o.field)) },
    { sql: programJoins, early: false },
  ];
  const joined = (early: boolean) => joins.filter((j) => j.early === early).map((j) => j.sql);
  // Tallied by program and day, so where nothing is asked of the member or the upload. Those have few records each.
  const tallied = (ctx.viewer.isStaff || seesByProgramOnly(ctx.viewer)) && !filter.memberNumber && !filter.uploadId;
  return {
    from: ["attendance_record a", ...joined(true)].join(" "),
    tally: tallied ? { from: `attendance_tally a ${asksOfProgram ? programJoin : ""}`, rows: "a.records" } : undefined,
    where,
    order: termsOfOrder(orderings, orderTerms),
    key: "a.id",
    join: joined(false).join(" "),
    select: [
      selectFields(recordFields),
      selectFields(memberFields, "member."),
      selectFields(programFields, "program."),
    ].join(", "),
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

/**
 * The errors of an upload in the order of its file.
 * @param code only those of this kind; null: all
 */
export async function listUploadErrors(
  ctx: Context,
  uploadId: string,
  code: ErrorCode | null,
  page: PageArgs,
): Promise<Connection<RowError>> {
  const bindings = new Bindings();
  const connection = await readPage<AttendanceUploadError>(
    ctx.db.manager,
    {
      from: "attendance_upload_error e",
      where: [`e.upload_id = ${bindings.bind(uploadId)}`, ...(code ? [`e.code = ${bindings.bind(code)}`] : [])],
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

/**
 * All errors of an upload, read a few thousand at a time.
 * @param code only those of this kind; null: all
 */
export async function* readUploadErrors(ctx: Context, uploadId: string, code: string | null): AsyncGenerator<RowError> {
  for (let position = 0; ; ) {
    const rows: AttendanceUploadError[] = await ctx.db.query(
      `SELECT ${errorColumns} FROM attendance_upload_error e
       WHERE e.upload_id = $1 AND e.position > $2 AND ($3::text IS NULL OR e.code = $3)
       ORDER BY e.position LIMIT ${errorsPerRead}`,
      [uploadId, position, code],
    );
    for (const row of rows) yield withMessage(row);
    if (rows.length < errorsPerRead) return;
    position = rows.at(-1)?.position ?? 0;
  }
}
