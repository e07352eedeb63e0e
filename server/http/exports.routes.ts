import { pipeline } from "node:stream/promises";
import { validateSync } from "class-validator";
import { type Request, Router } from "express";
import {
  coerceInputValue,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  GraphQLList,
  GraphQLNonNull,
  type GraphQLSchema,
} from "graphql";
import { AttendanceFilter } from "../attendance/attendance.object.ts";
import { attendanceList } from "../attendance/attendance.queries.ts";
import { AttendanceUploadFilter } from "../attendance/upload-list.object.ts";
import { uploadList } from "../attendance/upload-list.queries.ts";
import { CertificateFilter } from "../certificates/certificate.object.ts";
import { certificateList } from "../certificates/certificate.queries.ts";
import { ConferenceAttendeeFilter } from "../claims/conference-attendee.object.ts";
import { conferenceAttendeeList, creditsClaimed, sessionsClaimed } from "../claims/conference-attendee.queries.ts";
import { RegistrationFilter, SessionFilter } from "../conferences/conference.object.ts";
import { assertConferenceVisible, registrationList, sessionList } from "../conferences/session.queries.ts";
import { audit } from "../core/audit.ts";
import { AuditFilter } from "../core/audit-log.object.ts";
import { auditList } from "../core/audit-log.queries.ts";
import type { Context } from "../core/context.ts";
import { writeCsv } from "../core/csv/write-csv.ts";
import { DomainError, ErrorCode, notFound } from "../core/errors.ts";
import type { Ordering } from "../core/lists/order.ts";
import type { ListQuery } from "../core/lists/read-page.ts";
import { type Policy, staff, staffOrProvider } from "../core/policy.ts";
import { MailFilter } from "../mail/mail.object.ts";
import { mailList } from "../mail/mail.queries.ts";
import { MemberFilter } from "../members/member.object.ts";
import { memberFields, memberList } from "../members/member.queries.ts";
import { assertSearchable } from "../members/search-members.ts";
import { ProgramFilter } from "../programs/program.object.ts";
import { programList } from "../programs/program.queries.ts";
import { streamList } from "./stream-list.ts";

interface ListExport {
  /** Who may read the list itself: its conditions show each only what is theirs. */
  policy: Policy;
  filter: new () => object;
  /** Names of the GraphQL types of the filter and of the order, by which the given ones are checked. */
  filterType: string;
  orderType: string;
  /** @param programId the conference, for lists of one */
  list(ctx: Context, filter: never, orderBy: never, programId: string): ListQuery | Promise<ListQuery>;
  /** Heading of each column, and its SQL over the list's rows. */
  columns: Record<string, string>;
  joins?: string;
}

const day = (sql: string): string => `to_char(${sql}, 'YYYY-MM-DD')`;
const yesOrNo = (sql: string): string => `CASE WHEN ${sql} THEN 'yes' ELSE 'no' END`;
/** Wall time of a conference, whose zone is z's. */
const local = (sql: string): string => `to_char(${sql} AT TIME ZONE z.time_zone, 'YYYY-MM-DD HH24:MI')`;
const instant = (sql: string): string => `to_char(${sql} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`;

/** The lists as people know them, with their columns. */
const exports: Record<string, ListExport> = {
  programs: {
    policy: staffOrProvider,
    filter: ProgramFilter,
    filterType: "ProgramFilter",
    orderType: "ProgramOrder",
    list: programList,
    columns: {
      "Program ID": "p.number",
      "Program Name": "p.name",
      "Program Type": "t.name",
      "Program Date": day("p.starts_on"),
      "Last Day": day("p.ends_on"),
      "Educational Provider Number": "v.number",
      "Educational Provider Name": "v.name",
      "Submission Date": instant("p.submitted_at"),
      Status: "p.status",
      Minutes: "p.minutes",
      "Requested Credits": "p.requested_credits::text",
      Credits: "p.credits::text",
      "Credit Unit": "r.unit",
    },
  },
  attendance: {
    policy: staffOrProvider,
    filter: AttendanceFilter,
    filterType: "AttendanceFilter",
    orderType: "AttendanceOrder",
    list: attendanceList,
    columns: {
      "Program ID": "p.number",
      "Program Name": "p.name",
      "Member ID": "m.member_number",
      "First Name": "m.first_name",
      "Last Name": "m.last_name",
      "Completion Date": day("a.completed_on"),
      Credits: "a.credits::text",
      "Credit Unit": "r.unit",
      Source: "a.source",
      Recorded: instant("a.recorded_at"),
      Reversed: instant("a.reversed_at"),
      "Reason of the Reversal": "a.reversal_reason",
    },
  },
  certificates: {
    policy: staffOrProvider,
    filter: CertificateFilter,
    filterType: "CertificateFilter",
    orderType: "CertificateOrder",
    list: certificateList,
    joins: "JOIN member m ON m.id = c.member_id",
    columns: {
      Number: "c.number",
      "Program ID": "p.number",
      "Member ID": "m.member_number",
      Recipient: "c.recipient_name",
      Title: "c.title",
      Completed: day("c.completed_on"),
      Credits: "c.credits::text",
      "Credit Unit": "c.credit_unit",
      Issued: instant("c.issued_at"),
      Status: "c.status",
      "Replaced By": "n.number",
    },
  },
  mails: {
    policy: staff,
    filter: MailFilter,
    filterType: "MailFilter",
    orderType: "MailOrder",
    list: (_ctx, filter, orderBy) => mailList(filter, orderBy),
    columns: {
      Written: instant("m.created_at"),
      "To Address": "m.to_address",
      "To Name": "m.to_name",
      Subject: "m.subject",
      Status: "m.status",
      Attempts: "m.attempts",
      "Last Error": "m.last_error",
      Sent: instant("m.sent_at"),
    },
  },
  "attendance-uploads": {
    policy: staffOrProvider,
    filter: AttendanceUploadFilter,
    filterType: "AttendanceUploadFilter",
    orderType: "AttendanceUploadOrder",
    list: uploadList,
    columns: {
      File: "u.file_name",
      "Educational Provider Number": "v.number",
      "Educational Provider Name": "v.name",
      Sent: instant("u.created_at"),
      State: "u.status",
      "Check Only": yesOrNo("u.preview"),
      Rows: "u.row_count",
      Recorded: "u.recorded_rows",
      Errors: "u.error_count",
    },
  },
  members: {
    // The member search is no directory to be copied: others than staff read it page by page, within their daily limit.
    policy: staff,
    filter: MemberFilter,
    filterType: "MemberFilter",
    orderType: "MemberOrder",
    list(ctx, filter, orderBy) {
      assertSearchable(filter);
      return memberList(ctx, filter, orderBy);
    },
    columns: {
      "Member ID": "m.member_number",
      "First Name": "m.first_name",
      "Last Name": "m.last_name",
      Email: memberFields.email,
      City: "m.city",
      State: "m.state",
      Zip: "m.zip",
      County: "m.county",
      Role: "m.role",
      Membership: "m.membership",
      Active: yesOrNo("m.active"),
    },
  },
  conferences: {
    policy: staffOrProvider,
    filter: ProgramFilter,
    filterType: "ProgramFilter",
    orderType: "ProgramOrder",
    list: (ctx, filter: ProgramFilter, orderBy) => programList(ctx, { ...filter, typeCode: "CONFERENCE" }, orderBy),
    columns: {
      "Program ID": "p.number",
      "Program Name": "p.name",
      "First Day": day("p.starts_on"),
      "Last Day": day("p.ends_on"),
      "Educational Provider Number": "v.number",
      "Educational Provider Name": "v.name",
      Status: "p.status",
    },
  },
  sessions: {
    policy: staffOrProvider,
    filter: SessionFilter,
    filterType: "SessionFilter",
    orderType: "SessionOrder",
    async list(ctx, filter, orderBy, programId) {
      await assertConferenceVisible(ctx, programId);
      return sessionList(ctx, programId, filter, orderBy);
    },
    columns: {
      Title: "s.title",
      Subtitle: "s.subtitle",
      Start: local("s.starts_at"),
      End: local("s.ends_at"),
      "Time Zone": "z.time_zone",
      Minutes: "s.minutes",
      Speakers: "array_to_string(s.speakers, '; ')",
      Room: "s.room",
      Track: "s.track",
      Virtual: yesOrNo("s.virtual"),
      Eligible: yesOrNo("s.eligible"),
      Credits: "s.credits::text",
      "Reason for the Credits": "s.credits_reason",
      "No Longer in the Schedule": instant("s.removed_at"),
    },
  },
  registrations: {
    policy: staffOrProvider,
    filter: RegistrationFilter,
    filterType: "RegistrationFilter",
    orderType: "RegistrationOrder",
    async list(ctx, filter, orderBy, programId) {
      await assertConferenceVisible(ctx, programId);
      return registrationList(ctx, programId, filter, orderBy);
    },
    columns: {
      Email: "r.email",
      "Registration Type": "r.registration_type",
      "Access From": day("r.access_from"),
      "Access Until": day("r.access_until"),
      Virtual: yesOrNo("r.virtual_only"),
      Registered: instant("r.created_at"),
    },
  },
  "conference-attendees": {
    policy: staffOrProvider,
    filter: ConferenceAttendeeFilter,
    filterType: "ConferenceAttendeeFilter",
    orderType: "ConferenceAttendeeOrder",
    async list(ctx, filter, orderBy, programId) {
      await assertConferenceVisible(ctx, programId);
      return conferenceAttendeeList(ctx, programId, filter, orderBy);
    },
    columns: {
      "Member ID": "m.member_number",
      "First Name": "m.first_name",
      "Last Name": "m.last_name",
      Sessions: sessionsClaimed,
      Credits: `(${creditsClaimed})::text`,
    },
  },
  "audit-entries": {
    policy: staff,
    filter: AuditFilter,
    filterType: "AuditFilter",
    orderType: "AuditEntryOrder",
    list: (_ctx, filter, orderBy) => auditList(filter, orderBy),
    columns: {
      At: instant("e.at"),
      Actor: "e.actor_name",
      As: "e.actor_as",
      Action: "e.action",
      "Subject Type": "e.subject_type",
      "Subject ID": "e.subject_id",
      Reason: "e.reason",
      Before: "e.before::text",
      After: "e.after::text",
      "Network Address": "e.ip",
      "Request ID": "e.request_id",
    },
  },
};

const badFilter = () => new DomainError(ErrorCode.BAD_INPUT, "http.badFilter", { field: "filter" });
const badOrder = () => new DomainError(ErrorCode.BAD_INPUT, "http.badOrder", { field: "orderBy" });

/** JSON of the address, checked as the API checks an argument of this type. */
function argumentOf(given: unknown, type: GraphQLInputType, refusal: () => DomainError): unknown {
  if (given === undefined) return null;
  if (typeof given !== "string") throw refusal();
  let value: unknown;
  try {
    value = JSON.parse(given);
  } catch {
    throw refusal();
  }
  return coerceInputValue(value, type, () => {
    throw refusal();
  });
}

/** The filter of the address, checked as the API checks that of the list: by its type, then by its decorators. */
function filterOf(schema: GraphQLSchema, { filter, filterType }: ListExport, req: Request): object {
  const given = argumentOf(req.query.filter, schema.getType(filterType) as GraphQLInputType, badFilter);
  const object = Object.assign(new filter(), given);
  if (validateSync(object, { forbidUnknownValues: false, skipMissingProperties: true }).length > 0) throw badFilter();
  return object;
}

/** The order of the address; null: the list's own. */
function orderOf(schema: GraphQLSchema, { orderType }: ListExport, req: Request): Ordering<string>[] | null {
  const type = new GraphQLList(new GraphQLNonNull(schema.getType(orderType) as GraphQLInputObjectType));
  return argumentOf(req.query.orderBy, type, badOrder) as Ordering<string>[] | null;
}

async function* cells(rows: AsyncIterable<{ cells: (string | number | null)[] }>) {
  for await (const row of rows) yield row.cells;
}

/**
 * `/exports/LIST.csv?filter=JSON&orderBy=JSON`: every row of a list that the viewer may see, filtered and sorted as the list
 * itself would be, however many there are. Lists of one conference want its `programId`. Each export stands in the audit log.
 */
export function exportRoutes(schema: GraphQLSchema): Router {
  const router = Router();
  router.get("/exports/:list.csv", async (req, res) => {
    const { ctx } = res.locals;
    const wanted = Object.hasOwn(exports, req.params.list) ? exports[req.params.list] : undefined;
    if (!wanted?.policy(ctx.viewer, null) || !ctx.viewer.accountId) throw notFound("list", "list");
    const filter = filterOf(schema, wanted, req);
    const orderBy = orderOf(schema, wanted, req);
    const programId = typeof req.query.programId === "string" ? req.query.programId : "";
    const query = await wanted.list(ctx, filter as never, orderBy as never, programId);
    await audit(ctx.db.manager, ctx, "list.export", ["account", ctx.viewer.accountId], {
      after: { list: req.params.list, filter: { ...filter }, ...(programId && { programId }) },
    });
    res.type("text/csv").attachment(`${req.params.list}.csv`);
    const rows = streamList<{ cells: (string | number | null)[] }>(ctx, {
      ...query,
      join: `${query.join ?? ""} ${wanted.joins ?? ""}`,
      select: `json_build_array(${Object.values(wanted.columns).join(", ")}) AS cells`,
    });
    await pipeline(writeCsv(Object.keys(wanted.columns), cells(rows)), res);
  });
  return router;
}
