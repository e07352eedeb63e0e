import { In } from "typeorm";
import { attendanceList } from "./attendance/attendance.queries.ts";
import { uploadList } from "./attendance/upload-list.queries.ts";
import { canViewCertificate } from "./certificates/certificate.policy.ts";
import { certificateById } from "./certificates/certificate.queries.ts";
import { ownConference, ownSession } from "./claims/claim.queries.ts";
import { registrationList, sessionList } from "./conferences/session.queries.ts";
import type { Context } from "./core/context.ts";
import { defineLoader, orderByKey } from "./core/lists/loaders.ts";
import { type ListQuery, readRows } from "./core/lists/read-page.ts";
import type { NodeType } from "./core/node.ts";
import type { Viewer } from "./core/viewer.ts";
import { Webhook } from "./events/webhook.entity.ts";
import { canManageWebhooks } from "./events/webhook.policy.ts";
import { invoiceList } from "./invoices/invoice.queries.ts";
import { mailById } from "./mail/mail.queries.ts";
import { canViewMember } from "./members/member.policy.ts";
import { memberById } from "./members/member.queries.ts";
import { bundleImportList } from "./moving/bundle.queries.ts";
import { memberImportList } from "./persons/member-imports/member-import.queries.ts";
import { canViewProgram } from "./programs/program.policy.ts";
import { programById } from "./programs/program.queries.ts";
import { providerList } from "./providers/provider.queries.ts";

type ById<T> = (ctx: Context, id: string) => Promise<T | null>;

/** What everybody may read who passes its policy. */
const seenBy =
  <T extends object>(byId: ById<T>, may: (viewer: Viewer, thing: T) => boolean): ById<T> =>
  async (ctx, id) => {
    const thing = await byId(ctx, id);
    return thing && may(ctx.viewer, thing) ? thing : null;
  };

/** What stands in the viewer's list of it. */
const listed = <T extends { id: string }>(query: (ctx: Context) => ListQuery<T>): ById<T> =>
  defineLoader<string, T | null>(async (ctx, ids) =>
    orderByKey(ids, await readRows(ctx.db.manager, query(ctx), ids), (row) => row.id),
  );

const webhookById = defineLoader<string, Webhook | null>(async (ctx, ids) =>
  orderByKey(ids, await ctx.db.manager.findBy(Webhook, { id: In([...ids]) }), (webhook) => webhook.id),
);

const inSomeConference = { programId: null };

/** Every type that `node` reads. */
export const nodeTypes: readonly NodeType[] = [
  {
    name: "AttendanceRecord",
    table: "attendance_record",
    readers: [{ operation: "attendance", find: listed((ctx) => attendanceList.query(ctx, {}, null)) }],
  },
  {
    name: "AttendanceUpload",
    table: "attendance_upload",
    readers: [{ operation: "attendanceUpload", find: listed((ctx) => uploadList.query(ctx, {}, null)) }],
  },
  {
    name: "BundleImport",
    table: "bundle_import",
    readers: [{ operation: "bundleImport", find: listed((ctx) => bundleImportList.query(ctx, {})) }],
  },
  {
    name: "Certificate",
    table: "certificate",
    readers: [{ operation: "certificate", find: seenBy(certificateById, canViewCertificate) }],
  },
  { name: "Conference", table: "program", readers: [{ operation: "conference", find: ownConference }] },
  {
    name: "Invoice",
    table: "invoice",
    readers: [{ operation: "invoices", find: listed((ctx) => invoiceList.query(ctx, {}, null)) }],
  },
  { name: "Mail", table: "mail", readers: [{ operation: "mail", find: mailById }] },
  { name: "Member", table: "member", readers: [{ operation: "member", find: seenBy(memberById, canViewMember) }] },
  {
    name: "MemberImport",
    table: "member_import",
    readers: [{ operation: "memberImport", find: listed((ctx) => memberImportList.query(ctx, { preview: null })) }],
  },
  {
    name: "Program",
    table: "program",
    readers: [{ operation: "program", find: seenBy(programById, canViewProgram) }],
  },
  {
    name: "Provider",
    table: "provider",
    readers: [{ operation: "providers", find: listed((ctx) => providerList.query(ctx, {})) }],
  },
  {
    name: "Registration",
    table: "registration",
    readers: [
      { operation: "registrations", find: listed((ctx) => registrationList.query(ctx, inSomeConference, null)) },
    ],
  },
  {
    name: "Session",
    table: "session",
    readers: [
      { operation: "sessions", find: listed((ctx) => sessionList.query(ctx, inSomeConference, null)) },
      { operation: "conference", find: ownSession },
    ],
  },
  {
    name: "Webhook",
    table: "webhook",
    readers: [{ operation: "webhook", find: seenBy(webhookById, canManageWebhooks) }],
  },
];
