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
import { attendanceExport } from "../attendance/attendance.export.ts";
import { uploadExport } from "../attendance/upload-list.export.ts";
import { auditExport } from "../audit-log/audit-log.export.ts";
import { certificateExport } from "../certificates/certificate.export.ts";
import { differenceExport } from "../certificates/rule-trial/rule-trial.export.ts";
import { conferenceAttendeeExport } from "../claims/conference-attendee.export.ts";
import { registrationExport, sessionExport } from "../conferences/conference.export.ts";
import { audit } from "../core/audit.ts";
import { writeCsv } from "../core/csv/write-csv.ts";
import { DomainError, ErrorCode, notFound } from "../core/errors.ts";
import { forSignedIn } from "../core/key-access.ts";
import type { ListExport } from "../core/lists/list-export.ts";
import type { Ordering } from "../core/lists/order.ts";
import { type NameIn, say } from "../core/messages/message.ts";
import { sentence } from "../core/messages/sentence.ts";
import { assertProved } from "../core/proof.ts";
import { sendMade } from "../core/send-file.ts";
import { writeWorkbook } from "../core/workbook/write-workbook.ts";
import { invoiceExport } from "../invoices/invoice.export.ts";
import { ledgerExport } from "../invoices/ledger.export.ts";
import { mailExport } from "../mail/mail.export.ts";
import { memberExport } from "../members/member.export.ts";
import { conferenceExport, programExport } from "../programs/program.export.ts";
import { type Cell, streamList } from "./stream-list.ts";

/** The lists as files. */
export const listExports: readonly ListExport[] = [
  programExport,
  conferenceExport,
  sessionExport,
  registrationExport,
  attendanceExport,
  uploadExport,
  conferenceAttendeeExport,
  certificateExport,
  differenceExport,
  memberExport,
  mailExport,
  invoiceExport,
  ledgerExport,
  auditExport,
];

/** In which formats a list can be had, by the end of its address. */
const formats = {
  csv: {
    type: "text/csv",
    write: (_name: string, headings: string[], rows: AsyncIterable<Cell[]>) => writeCsv(headings, rows),
  },
  xlsx: {
    type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    write: writeWorkbook,
  },
} as const;

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
function filterOf(schema: GraphQLSchema, { filter }: ListExport, req: Request): object {
  const given = argumentOf(req.query.filter, schema.getType(filter.name) as GraphQLInputType, badFilter);
  const object = Object.assign(new filter(), given);
  if (validateSync(object, { forbidUnknownValues: false, skipMissingProperties: true }).length > 0) throw badFilter();
  return object;
}

/** The order of the address; null: the list's own. */
function orderOf(schema: GraphQLSchema, { orderType }: ListExport, req: Request): Ordering<string>[] | null {
  const type = new GraphQLList(new GraphQLNonNull(schema.getType(orderType) as GraphQLInputObjectType));
  return argumentOf(req.query.orderBy, type, badOrder) as Ordering<string>[] | null;
}

/**
 * `/exports/LIST.csv?filter=JSON&orderBy=JSON`, or `.xlsx`: every row of a list that the viewer may see, filtered and sorted as the list
 * itself would be, however many there are. Lists of one conference want its `programId`. Each export stands in the audit log.
 */
export function exportRoutes(schema: GraphQLSchema): Router {
  const router = Router();
  router.get("/exports/:list.:format", forSignedIn([]), async (req, res) => {
    const { ctx } = res.locals;
    const format = formats[req.params.format as keyof typeof formats];
    const wanted = listExports.find(({ name }) => name === req.params.list);
    const { accountId } = ctx.viewer;
    if (!format || !wanted?.policy(ctx.viewer, null) || !accountId) throw notFound("list", "list");
    if (wanted.ofPersons) await assertProved(ctx, `/exports/${wanted.name}.${req.params.format}`);
    const filter = filterOf(schema, wanted, req);
    const orderBy = orderOf(schema, wanted, req);
    const programId = typeof req.query.programId === "string" ? req.query.programId : "";
    await sendMade(res, async () => {
      const query = await wanted.query(ctx, filter, orderBy, programId);
      await audit(ctx.db.manager, ctx, "list.export", ["account", accountId], {
        after: { list: wanted.name, filter: { ...filter }, ...(programId && { programId }) },
      });
      res.type(format.type).attachment(`${wanted.name}.${req.params.format}`);
      const headings = Object.keys(wanted.columns) as NameIn<"heading">[];
      return format.write(
        wanted.name,
        headings.map((name) => sentence(say(`heading.${name}`), ctx.request.language)),
        streamList(ctx, query, Object.values(wanted.columns)),
      );
    });
  });
  return router;
}
