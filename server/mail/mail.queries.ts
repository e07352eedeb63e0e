import type { Context } from "../core/context.ts";
import { isId } from "../core/ids.ts";
import { defineLoader, groupByKey } from "../core/lists/loaders.ts";
import { type Ordering, orderingsOr, termsOfOrder } from "../core/lists/order.ts";
import type { Connection, PageArgs } from "../core/lists/page.ts";
import { type ListQuery, type OrderTerm, readPage } from "../core/lists/read-page.ts";
import { SortDirection } from "../core/lists/sort-direction.ts";
import { Bindings, containing } from "../core/lists/sql.ts";
import type { Mail, MailStatus } from "./mail.entity.ts";

export interface MailConditions {
  toAddress?: string | null;
  status?: MailStatus[] | null;
  subjectId?: string | null;
  memberId?: string | null;
}

export enum MailOrderField {
  CREATED_AT = "CREATED_AT",
  TO_ADDRESS = "TO_ADDRESS",
  SUBJECT = "SUBJECT",
  STATUS = "STATUS",
  ATTEMPTS = "ATTEMPTS",
}

export type MailOrdering = Ordering<MailOrderField>;

const orderTerms: Record<MailOrderField, OrderTerm[]> = {
  CREATED_AT: [{ sql: "m.created_at", required: true }],
  TO_ADDRESS: [{ sql: "m.to_address", required: true }],
  SUBJECT: [{ sql: "m.subject", required: true }],
  STATUS: [
    { sql: "m.status", required: true },
    { sql: "m.created_at", required: true },
  ],
  ATTEMPTS: [{ sql: "m.attempts", required: true }],
};

/** The outbox and local mailbox in one: newest first where nothing else is asked. */
export const listMails = (
  ctx: Context,
  filter: MailConditions,
  orderBy: readonly MailOrdering[] | null,
  page: PageArgs,
): Promise<Connection<Mail>> => readPage(ctx.db.manager, mailList(filter, orderBy), page);

/** What listMails reads a page of, and an export reads whole. */
export function mailList(filter: MailConditions, orderBy: readonly MailOrdering[] | null): ListQuery {
  const bindings = new Bindings();
  const { bind } = bindings;
  const where: string[] = [];
  if (filter.toAddress) where.push(`m.to_address LIKE ${bind(containing(filter.toAddress.toLowerCase()))}`);
  if (filter.status && filter.status.length > 0) where.push(`m.status = ANY(${bind(filter.status)})`);
  if (filter.subjectId) where.push(isId(filter.subjectId) ? `m.subject_id = ${bind(filter.subjectId)}` : "false");
  if (filter.memberId) {
    const member = `(SELECT account_id FROM member WHERE id::text = ${bind(filter.memberId)})`;
    where.push(`(m.recipient_account_id = ${member}
      OR m.to_address IN (SELECT address FROM email_address WHERE account_id = ${member}))`);
  }
  return {
    from: "mail m",
    where,
    order: termsOfOrder(orderingsOr(orderBy, MailOrderField.CREATED_AT, SortDirection.DESC), orderTerms),
    key: "m.id",
    select: `m.id, m.to_address AS "toAddress", m.to_name AS "toName", m.subject, m.text, m.status, m.attempts,
        m.last_error AS "lastError", m.created_at AS "createdAt", m.sent_at AS "sentAt"`,
    bindings,
  };
}

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

/** The bytes of one attachment; null where there is none of that name. */
export async function readAttachment(
  ctx: Context,
  mailId: string,
  fileName: string,
): Promise<{ mediaType: string; content: Buffer } | null> {
  const [row] = await ctx.db.query(
    `SELECT f.media_type AS "mediaType", f.content FROM mail_attachment a JOIN stored_file f ON f.id = a.file_id
     WHERE a.mail_id::text = $1 AND a.file_name = $2`,
    [mailId, fileName],
  );
  return row ?? null;
}
