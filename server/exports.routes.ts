import { pipeline } from "node:stream/promises";
import { validateSync } from "class-validator";
import { type Request, Router } from "express";
import { coerceInputValue, type GraphQLInputType, type GraphQLSchema } from "graphql";
import { AttendanceFilter } from "./attendance/attendance.object.ts";
import { attendanceList } from "./attendance/attendance.queries.ts";
import { CertificateFilter } from "./certificates/certificate.object.ts";
import { certificateList } from "./certificates/certificate.queries.ts";
import { audit } from "./core/audit.ts";
import type { ListQuery } from "./core/connections.ts";
import type { Context } from "./core/context.ts";
import { writeCsv } from "./core/csv/write-csv.ts";
import { DomainError, ErrorCode, notFound } from "./core/errors.ts";
import { type Policy, staff, staffOrProvider } from "./core/policy.ts";
import { streamList } from "./core/stream-list.ts";
import { MailFilter } from "./mail/mail.object.ts";
import { mailList } from "./mail/mail.queries.ts";
import { ProgramFilter } from "./programs/program.object.ts";
import { programList } from "./programs/program.queries.ts";

interface ListExport {
  /** Who may read the list itself: its conditions show each only what is theirs. */
  policy: Policy;
  filter: new () => object;
  /** Name of the filter's GraphQL type, by which the given one is checked. */
  filterType: string;
  list(ctx: Context, filter: never): ListQuery;
  /** Heading of each column, and its SQL over the list's rows. */
  columns: Record<string, string>;
  joins?: string;
}

const day = (sql: string): string => `to_char(${sql}, 'YYYY-MM-DD')`;
const instant = (sql: string): string => `to_char(${sql} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`;

/** The lists as people know them, with their columns. */
const exports: Record<string, ListExport> = {
  programs: {
    policy: staffOrProvider,
    filter: ProgramFilter,
    filterType: "ProgramFilter",
    list: (ctx, filter) => programList(ctx, filter, null),
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
    list: attendanceList,
    joins: "JOIN member m ON m.id = r.member_id",
    columns: {
      "Program ID": "p.number",
      "Program Name": "p.name",
      "Member ID": "m.member_number",
      "First Name": "m.first_name",
      "Last Name": "m.last_name",
      "Completion Date": day("r.completed_on"),
      Credits: "r.credits::text",
      "Credit Unit": "c.unit",
      Source: "r.source",
      Recorded: instant("r.recorded_at"),
      Reversed: instant("r.reversed_at"),
      "Reason of the Reversal": "r.reversal_reason",
    },
  },
  certificates: {
    policy: staffOrProvider,
    filter: CertificateFilter,
    filterType: "CertificateFilter",
    list: certificateList,
    columns: {
      Number: "c.number",
      Recipient: "c.recipient_name",
      Title: "c.title",
      Completed: day("c.completed_on"),
      Credits: "c.credits::text",
      "Credit Unit": "c.credit_unit",
      Issued: instant("c.issued_at"),
      Status: "c.status",
    },
  },
  mails: {
    policy: staff,
    filter: MailFilter,
    filterType: "MailFilter",
    list: (_ctx, filter) => mailList(filter),
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
};

const badFilter = () => new DomainError(ErrorCode.BAD_INPUT, "This is no filter of this list.", { field: "filter" });

/** The filter of the address, checked as the API checks that of the list: by its type, then by its decorators. */
function filterOf(schema: GraphQLSchema, { filter, filterType }: ListExport, req: Request): object {
  const given = req.query.filter ?? "{}";
  if (typeof given !== "string") throw badFilter();
  let value: unknown;
  try {
    value = JSON.parse(given);
  } catch {
    throw badFilter();
  }
  const coerced = coerceInputValue(value, schema.getType(filterType) as GraphQLInputType, () => {
    throw badFilter();
  }) as object | null;
  const object = Object.assign(new filter(), coerced);
  if (validateSync(object, { forbidUnknownValues: false, skipMissingProperties: true }).length > 0) throw badFilter();
  return object;
}

async function* cells(rows: AsyncIterable<{ cells: (string | number | null)[] }>) {
  for await (const row of rows) yield row.cells;
}

/**
 * `/exports/LIST.csv?filter=JSON`: every row of a list that the viewer may see, as the list shows it, however many there
 * are. Each export stands in the audit log.
 */
export function exportRoutes(schema: GraphQLSchema): Router {
  const router = Router();
  router.get("/exports/:list.csv", async (req, res) => {
    const { ctx } = res.locals;
    const wanted = Object.hasOwn(exports, req.params.list) ? exports[req.params.list] : undefined;
    if (!wanted?.policy(ctx.viewer, null) || !ctx.viewer.accountId) throw notFound("list", "list");
    const filter = filterOf(schema, wanted, req);
    const query = wanted.list(ctx, filter as never);
    await audit(ctx.db.manager, ctx, "list.export", ["account", ctx.viewer.accountId], {
      after: { list: req.params.list, filter: { ...filter } },
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
