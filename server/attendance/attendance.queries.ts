import type { Context } from "../core/context.ts";
import type { ErrorCode } from "../core/errors.ts";
import { isId } from "../core/ids.ts";
import { hasAnyId, hasId } from "../core/lists/conditions.ts";
import { defineFixedList, defineList } from "../core/lists/define-list.ts";
import { type Connection, mapNodes, type PageArgs } from "../core/lists/page.ts";
import { alphabetical, Bindings, type Fields, selectFields } from "../core/lists/sql.ts";
import { say } from "../core/messages/message.ts";
import { sentence } from "../core/messages/sentence.ts";
import type { FindingSeverity, RowError } from "../core/row-error.object.ts";
import {
  type MemberRow,
  memberFields,
  memberIdByNumber,
  memberNameTerms,
  memberNumberTerms,
} from "../members/member.queries.ts";
import { type ProgramRow, programFields, programJoins, programNumberTerms } from "../programs/program.queries.ts";
import { seesByProgramOnly, visibleRecords } from "../programs/visible-records.ts";
import {
  type AttendanceRecord,
  AttendanceUpload,
  type AttendanceUploadError,
  type FindingKind,
} from "./attendance.entity.ts";
import { canViewUpload, seesOwnUploadsAlone, sentByViewer } from "./attendance.policy.ts";
import { rowErrorMessage } from "./row-error-message.ts";

export interface AttendanceConditions {
  ids?: string[] | null;
  programNumber?: string | null;
  memberNumber?: string | null;
  providerId?: string | null;
  uploadId?: string | null;
  completedFrom?: string | null;
  completedTo?: string | null;
}

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

export const attendanceFields: Fields<AttendanceRow> = {
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
  member: memberFields,
  program: programFields,
};

/** What an upload recorded, and what its corrections did. */
const ofUpload = (id: string): string =>
  `a.upload_id = ANY(ARRAY(SELECT id FROM attendance_upload WHERE id = ${id} OR amends_id = ${id}))`;

/** Attendance that the viewer may see: staff all, a provider its programs', a member their own. Newest first by default. */
export const attendanceList = defineList({
  name: "Attendance",
  from: "attendance_record a",
  joins: {
    p: "JOIN program p ON p.id = a.program_id",
    m: "JOIN member m ON m.id = a.member_id",
    ...programJoins,
  },
  key: "a.id",
  fields: attendanceFields,
  where: ({ viewer }, filter: AttendanceConditions, bind) => {
    const number = filter.programNumber?.trim().toUpperCase();
    return [
      visibleRecords(viewer, "a", bind),
      hasAnyId("a.id", filter.ids, bind),
      number && `a.program_id = (SELECT id FROM program WHERE number = ${bind(number)})`,
      filter.memberNumber && `a.member_id = ${memberIdByNumber(bind(filter.memberNumber.trim()))}`,
      hasId("p.provider_id", filter.providerId, bind),
      filter.uploadId && (isId(filter.uploadId) ? ofUpload(bind(filter.uploadId)) : "false"),
      filter.completedFrom && `a.completed_on >= ${bind(filter.completedFrom)}`,
      filter.completedTo && `a.completed_on <= ${bind(filter.completedTo)}`,
    ];
  },
  // By program and day, so where nothing is asked of the member, the upload or the record itself. Those have few records each.
  tally: ({ viewer }, filter) =>
    (viewer.isStaff || seesByProgramOnly(viewer)) && !filter.memberNumber && !filter.uploadId && !filter.ids
      ? { from: "attendance_tally a", rows: "a.records" }
      : null,
  orders: {
    PROGRAM_NUMBER: { description: "Number of the program.", by: programNumberTerms },
    PROGRAM_NAME: { description: "Name of the program.", by: [alphabetical("p.name")] },
    MEMBER_NUMBER: { description: "The member's number.", by: memberNumberTerms },
    MEMBER_NAME: { description: "The member's name, the family name first.", by: memberNameTerms },
    COMPLETED_ON: { description: "Day on which it was completed.", by: ["a.completed_on"] },
    CREDITS: { description: "Credits awarded.", by: ["a.credits"] },
    SOURCE: { description: "How the record came.", by: ["a.source"] },
    RECORDED_AT: { description: "When it was recorded.", by: ["a.recorded_at"] },
  },
  sortedBy: ["RECORDED_AT", "DESC"],
});

/** An upload; null where it is missing or not the viewer's to see. */
export async function findUpload(ctx: Context, id: string): Promise<AttendanceUpload | null> {
  if (!isId(id)) return null;
  const upload = await ctx.db.manager.findOneBy(AttendanceUpload, { id });
  return upload && canViewUpload(ctx.viewer, upload) ? upload : null;
}

/** As findUpload, for what is to be read: by an API key that only writes, what it has sent itself. */
export async function findUploadToRead(ctx: Context, id: string): Promise<AttendanceUpload | null> {
  const upload = await findUpload(ctx, id);
  if (!upload || !seesOwnUploadsAlone(ctx.viewer)) return upload;
  const { bind, values } = new Bindings(upload.apiKeyId);
  const [{ own }] = await ctx.db.query(`SELECT ${sentByViewer(ctx.viewer, "$1::uuid", bind)} AS own`, values);
  return own ? upload : null;
}

type StoredError = Omit<AttendanceUploadError, "uploadId" | "upload">;

const withMessage =
  ({ request: { language } }: Context) =>
  (row: StoredError): RowError => ({ ...row, message: sentence(rowErrorMessage(row), language) });

const errorFields: Fields<StoredError> = {
  position: "e.position",
  line: "e.line",
  column: 'e."column"',
  value: "e.value",
  code: "e.code",
  details: "e.details",
  suggestions: "e.suggestions",
  severity: "e.severity",
};

/** What was found in files of one kind, in the order of the file. */
const findingsIn = (table: "attendance_upload_error" | "member_import_error") =>
  defineFixedList({
    from: `${table} e`,
    key: "e.position",
    fields: errorFields,
    where: (_ctx, filter: { uploadId: string; code: ErrorCode | null; severity: FindingSeverity | null }, bind) => [
      hasId("e.upload_id", filter.uploadId, bind),
      filter.code && `e.code = ${bind(filter.code)}`,
      filter.severity && `e.severity = ${bind(filter.severity)}`,
    ],
    sortedBy: [[], "ASC"],
  });

const errorLists = {
  attendance_upload_error: findingsIn("attendance_upload_error"),
  member_import_error: findingsIn("member_import_error"),
};

/**
 * The errors and warnings of an upload in the order of its file.
 * @param code only those of this kind; null: all
 */
export const listUploadErrors = async (
  ctx: Context,
  uploadId: string,
  code: ErrorCode | null,
  severity: FindingSeverity | null,
  page: PageArgs,
  table: keyof typeof errorLists = "attendance_upload_error",
): Promise<Connection<RowError>> =>
  mapNodes(await errorLists[table].page(ctx, { uploadId, code, severity }, page), withMessage(ctx));

/** A line of the CSV of errors; those that only say how many more there are have no line of the file. */
type ReportedError = Pick<RowError, "column" | "value" | "code" | "message" | "severity"> & { line: number | null };

const errorsPerRead = 5_000;

/**
 * The errors of an upload that are kept, read a few thousand at a time, and behind them, in lines of their own, how many more of each kind
 * there are.
 * @param code only those of this kind; null: all
 */
export async function* readUploadErrors(
  ctx: Context,
  upload: Pick<AttendanceUpload, "id" | "findingKinds">,
  code: string | null,
  table: keyof typeof errorLists = "attendance_upload_error",
): AsyncGenerator<ReportedError> {
  const said = withMessage(ctx);
  const uploadId = upload.id;
  const key = (of: Pick<FindingKind, "severity" | "code" | "column">) => `${of.severity} ${of.code} ${of.column ?? ""}`;
  const listed = new Map<string, number>();
  for (let position = 0; ; ) {
    const rows: StoredError[] = await ctx.db.query(
      `SELECT ${selectFields(errorFields)} FROM ${table} e
       WHERE e.upload_id = $1 AND e.position > $2 AND ($3::text IS NULL OR e.code = $3)
       ORDER BY e.position LIMIT ${errorsPerRead}`,
      [uploadId, position, code],
    );
    for (const row of rows) {
      listed.set(key(row), (listed.get(key(row)) ?? 0) + 1);
      yield said(row);
    }
    if (rows.length < errorsPerRead) break;
    position = rows.at(-1)?.position ?? 0;
  }
  for (const kind of upload.findingKinds ?? []) {
    const more = kind.count - (listed.get(key(kind)) ?? 0);
    if (more === 0 || (code !== null && code !== kind.code)) continue;
    const message = sentence(say("attendance.moreLikeThis", { more }), ctx.request.language);
    yield { ...kind, line: null, value: null, message };
  }
}
