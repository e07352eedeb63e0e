import type { Context } from "../core/context.ts";
import { containing, hasAnyId, hasId, isAnyOf } from "../core/lists/conditions.ts";
import { defineList } from "../core/lists/define-list.ts";
import { defineLoader, groupByKey, orderByKey } from "../core/lists/loaders.ts";
import { readRows } from "../core/lists/read-page.ts";
import type { Fields } from "../core/lists/sql.ts";
import { bytesOf, keptBytesSql } from "../core/storage/kept-bytes.ts";
import { seesMailSql } from "./among-staff.ts";
import type { Mail, MailEvent, MailKind } from "./mail.entity.ts";
import type { MailStatus } from "./mail.status.ts";

export interface MailConditions {
  ids?: string[] | null;
  toAddress?: string | null;
  status?: MailStatus[] | null;
  kind?: MailKind[] | null;
  subjectId?: string | null;
  memberId?: string | null;
}

/** A mail as the API shows it. */
export type MailRow = Pick<
  Mail,
  | "id"
  | "kind"
  | "toAddress"
  | "toName"
  | "subject"
  | "text"
  | "status"
  | "attempts"
  | "lastError"
  | "createdAt"
  | "sentAt"
  | "settledAt"
>;

export const mailFields: Fields<MailRow> = {
  id: "m.id",
  kind: "m.kind",
  toAddress: "m.to_address",
  toName: "m.to_name",
  subject: "m.subject",
  text: "m.text",
  status: "m.status",
  attempts: "m.attempts",
  lastError: "m.last_error",
  createdAt: "m.created_at",
  sentAt: "m.sent_at",
  settledAt: "m.settled_at",
};

/** To the account of a member, or to any of its addresses of now. */
function toMember(id: string): string {
  const account = `(SELECT account_id FROM member WHERE id::text = ${id})`;
  return `(m.recipient_account_id = ${account}
    OR m.to_address IN (SELECT address FROM email_address WHERE account_id = ${account}))`;
}

/** The outbox and local mailbox in one: newest first where nothing else is asked. */
export const mailList = defineList({
  name: "Mail",
  from: "mail m",
  key: "m.id",
  fields: mailFields,
  where: (ctx, filter: MailConditions, bind) => [
    seesMailSql(ctx.viewer, "m", bind),
    hasAnyId("m.id", filter.ids, bind),
    filter.toAddress && `m.to_address LIKE ${bind(containing(filter.toAddress.toLowerCase()))}`,
    isAnyOf("m.status", filter.status, bind),
    isAnyOf("m.kind", filter.kind, bind),
    hasId("m.subject_id", filter.subjectId, bind),
    filter.memberId && toMember(bind(filter.memberId)),
  ],
  orders: {
    CREATED_AT: { description: "When it was written.", by: ["m.created_at"] },
    TO_ADDRESS: { description: "E-mail address it goes to.", by: ["m.to_address"] },
    SUBJECT: { description: "Subject line.", by: ["m.subject"] },
    STATUS: {
      description: "How far it has come, by the word, then when it was written.",
      by: ["m.status", "m.created_at"],
    },
    ATTEMPTS: { description: "How often it was tried.", by: ["m.attempts"] },
  },
  sortedBy: ["CREATED_AT", "DESC"],
});

/** Mails of the viewer's outbox by their IDs; null for those that are not in it. */
export const mailById = defineLoader<string, MailRow | null>(async (ctx, ids) =>
  orderByKey(ids, await readRows(ctx.db.manager, mailList.query(ctx, {}, null), ids), (mail) => mail.id),
);

export interface AttachmentRow {
  mailId: string;
  fileName: string;
  mediaType: string;
  byteSize: number;
}

export const attachmentsOfMail = defineLoader<string, AttachmentRow[]>(async (ctx, mailIds) => {
  const rows: AttachmentRow[] = await ctx.db.query(
    `SELECT a.mail_id AS "mailId", a.file_name AS "fileName", f.media_type AS "mediaType", f.byte_size AS "byteSize"
     FROM mail_attachment a JOIN stored_file f ON f.id = a.file_id WHERE a.mail_id = ANY($1) ORDER BY a.file_name`,
    [mailIds],
  );
  return groupByKey(mailIds, rows, (row) => row.mailId);
});

export type MailEventRow = Pick<MailEvent, "id" | "mailId" | "kind" | "said" | "at">;

/** What was told of each mail, in the order in which it happened. */
export const eventsOfMail = defineLoader<string, MailEventRow[]>(async (ctx, mailIds) => {
  const rows: MailEventRow[] = await ctx.db.query(
    `SELECT id, mail_id AS "mailId", kind, said, at FROM mail_event WHERE mail_id = ANY($1::uuid[]) ORDER BY at, id`,
    [mailIds],
  );
  return groupByKey(mailIds, rows, (row) => row.mailId);
});

/** The bytes of one attachment; null where there is none of that name. */
export async function readAttachment(
  ctx: Context,
  mailId: string,
  fileName: string,
): Promise<{ mediaType: string; content: Buffer } | null> {
  const [row] = await ctx.db.query(
    `SELECT f.media_type AS "mediaType", ${keptBytesSql("f")} FROM mail_attachment a JOIN stored_file f ON f.id = a.file_id
     WHERE a.mail_id::text = $1 AND a.file_name = $2`,
    [mailId, fileName],
  );
  return row ? { mediaType: row.mediaType, content: await bytesOf(ctx, row) } : null;
}
