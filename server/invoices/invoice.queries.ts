import type { EntityManager } from "typeorm";
import type { Context } from "../core/context.ts";
import { notFound } from "../core/errors.ts";
import { isId } from "../core/ids.ts";
import { hasId } from "../core/lists/conditions.ts";
import { defineList } from "../core/lists/define-list.ts";
import { defineLoader, groupByKey } from "../core/lists/loaders.ts";
import type { Fields } from "../core/lists/sql.ts";
import { localDay } from "../core/local-day.ts";
import { bytesOf, keptBytesSql } from "../core/storage/kept-bytes.ts";
import type { Fee } from "../fees/fee.entity.ts";
import { settledSql } from "../fees/uninvoiced.ts";
import { settingsOf } from "../policies/load-settings.ts";
import { Provider } from "../providers/provider.entity.ts";
import type { CreditNote, Invoice } from "./invoice.entity.ts";
import { canViewInvoice } from "./invoice.policy.ts";

/** What is to be paid of a line: what is settled counts for what was charged first. */
const lineDueSql = (l: string): string =>
  `greatest(0, least(${l}.charged_to - ${l}.charged_from, ${l}.charged_to - ${settledSql(`${l}.program_id`, `${l}.fee`)}))::int`;

const dueSql = (i: string): string =>
  `(SELECT coalesce(sum(${lineDueSql("l")}), 0)::int FROM invoice_line l WHERE l.invoice_id = ${i}.id)`;

/** An invoice as the API shows it. */
export interface InvoiceRow
  extends Pick<Invoice, "id" | "number" | "providerId" | "currency" | "total" | "tax" | "issuedAt" | "dueOn"> {
  /** What is to be paid, in cents. */
  due: number;
  providerName: string;
}

export const invoiceFields: Fields<InvoiceRow> = {
  id: "i.id",
  number: "i.number",
  providerId: "i.provider_id",
  providerName: "v.name",
  currency: "i.currency",
  total: "i.total",
  tax: "i.tax",
  issuedAt: "i.issued_at",
  dueOn: "i.due_on",
  due: dueSql("i"),
};

export interface InvoiceConditions {
  providerId?: string | null;
  programId?: string | null;
  isOpen?: boolean | null;
}

/** Invoices that the viewer may see, the newest first. */
export const invoiceList = defineList({
  name: "Invoice",
  from: "invoice i",
  key: "i.id",
  joins: { v: "JOIN provider v ON v.id = i.provider_id" },
  fields: invoiceFields,
  where: ({ viewer }, { providerId, programId, isOpen }: InvoiceConditions, bind) => [
    viewer.isStaff ? null : `i.provider_id = ANY(${bind([...viewer.providers.keys()])}::uuid[])`,
    hasId("i.provider_id", providerId, bind),
    programId &&
      (isId(programId)
        ? `EXISTS (SELECT FROM invoice_line l WHERE l.invoice_id = i.id AND l.program_id = ${bind(programId)})`
        : "false"),
    typeof isOpen === "boolean" && (isOpen ? `${dueSql("i")} > 0` : `${dueSql("i")} = 0`),
  ],
  orders: {
    ISSUED_AT: { description: "When it was issued.", by: ["i.issued_at"] },
    NUMBER: { description: "By its number.", by: ["i.number"] },
    TOTAL: { description: "By the amount, whatever the currency.", by: ["i.total"] },
  },
  sortedBy: ["ISSUED_AT", "DESC"],
});

export interface InvoiceLineRow {
  invoiceId: string;
  programId: string;
  programNumber: string | null;
  programName: string;
  fee: Fee;
  amount: number;
  due: number;
}

const lineColumns = `l.invoice_id AS "invoiceId", l.program_id AS "programId", p.number AS "programNumber", p.name AS "programName",
  l.fee, l.charged_to - l.charged_from AS amount, ${lineDueSql("l")} AS due`;

/** The lines of an invoice whose programs are locked, in their order. */
export const readLines = (tx: EntityManager, invoiceId: string): Promise<InvoiceLineRow[]> =>
  tx.query(
    `SELECT ${lineColumns} FROM invoice_line l JOIN program p ON p.id = l.program_id WHERE l.invoice_id = $1 ORDER BY l.position`,
    [invoiceId],
  );

export const linesOfInvoice = defineLoader<string, InvoiceLineRow[]>(async (ctx, ids) => {
  const rows: InvoiceLineRow[] = await ctx.db.query(
    `SELECT ${lineColumns} FROM invoice_line l JOIN program p ON p.id = l.program_id WHERE l.invoice_id = ANY($1::uuid[]) ORDER BY l.invoice_id, l.position`,
    [ids],
  );
  return groupByKey(ids as string[], rows, (row) => row.invoiceId);
});

export type CreditNoteRow = Pick<CreditNote, "id" | "number" | "invoiceId" | "amount" | "reason" | "issuedAt">;

export const creditNotesOfInvoice = defineLoader<string, CreditNoteRow[]>(async (ctx, ids) => {
  const rows: CreditNoteRow[] = await ctx.db.query(
    `SELECT id, number, invoice_id AS "invoiceId", amount, reason, issued_at AS "issuedAt" FROM credit_note
     WHERE invoice_id = ANY($1::uuid[]) ORDER BY issued_at, id`,
    [ids],
  );
  return groupByKey(ids as string[], rows, (row) => row.invoiceId);
});

/**
 * Statement of how much credit notes can still take back of invoices ($1, an array of IDs), in cents: what is open of their lines and what was
 * paid of them, and no more than earlier credit notes have left.
 */
const creditableSql = `SELECT i.id, least(
    i.total - (SELECT coalesce(sum(n.amount), 0) FROM credit_note n WHERE n.invoice_id = i.id),
    (SELECT coalesce(sum(x.due + greatest(0, least(x.paid, x.amount - x.due))), 0) FROM (
       SELECT l.charged_to - l.charged_from AS amount, ${lineDueSql("l")} AS due,
         (SELECT coalesce(sum(CASE e.kind WHEN 'PAYMENT' THEN e.amount WHEN 'REFUND' THEN -e.amount ELSE 0 END), 0)
          FROM ledger_entry e WHERE e.program_id = l.program_id AND e.fee = l.fee) AS paid
       FROM invoice_line l WHERE l.invoice_id = i.id) x))::int AS creditable
  FROM invoice i WHERE i.id = ANY($1::uuid[])`;

/** How much a credit note can take back of an invoice whose programs are locked, in cents. */
export async function creditableOf(tx: EntityManager, invoiceId: string): Promise<number> {
  const [{ creditable } = { creditable: 0 }]: { creditable: number }[] = await tx.query(creditableSql, [[invoiceId]]);
  return creditable;
}

/** The same of many invoices. */
export const creditableOfInvoice = defineLoader<string, number>(async (ctx, ids) => {
  const rows: { id: string; creditable: number }[] = await ctx.db.query(creditableSql, [ids]);
  const creditable = new Map(rows.map((row) => [row.id, row.creditable]));
  return ids.map((id) => creditable.get(id) ?? 0);
});

/** Whether another amount was paid by card than was asked for, and was not given back. */
export const hasWrongCardPayment = defineLoader<string, boolean>(async (ctx, ids) => {
  const rows: { id: string }[] = await ctx.db.query(
    `SELECT DISTINCT invoice_id AS id FROM card_payment WHERE invoice_id = ANY($1::uuid[]) AND status = 'WRONG' AND refunded = 0`,
    [ids],
  );
  const wrong = new Set(rows.map(({ id }) => id));
  return ids.map((id) => wrong.has(id));
});

/** An invoice that the viewer may see; null for any other. */
export async function findInvoice(ctx: Context, tx: EntityManager, id: string): Promise<InvoiceRow | null> {
  const columns = Object.entries(invoiceFields)
    .map(([name, sql]) => `${sql} AS "${name}"`)
    .join(", ");
  const [invoice]: InvoiceRow[] = isId(id)
    ? await tx.query(`SELECT ${columns} FROM invoice i JOIN provider v ON v.id = i.provider_id WHERE i.id = $1`, [id])
    : [];
  return invoice && canViewInvoice(ctx.viewer, invoice) ? invoice : null;
}

/** The PDF of an invoice or a credit note that the viewer may see; null for any other. */
export async function readInvoicePdf(
  ctx: Context,
  table: "invoice" | "credit_note",
  id: string,
): Promise<{ number: string; content: Buffer } | null> {
  const from =
    table === "invoice"
      ? "invoice x JOIN invoice i ON i.id = x.id"
      : "credit_note x JOIN invoice i ON i.id = x.invoice_id";
  const [file] = isId(id)
    ? await ctx.db.query(
        `SELECT x.number, i.provider_id AS "providerId", ${keptBytesSql("f")} FROM ${from} JOIN stored_file f ON f.id = x.file_id WHERE x.id = $1`,
        [id],
      )
    : [];
  return file && canViewInvoice(ctx.viewer, file) ? { ...file, content: await bytesOf(ctx, file) } : null;
}

/** What a provider has paid beyond what it owed and not used, in one currency. */
export interface Credit {
  currency: string;
  /** In cents; below 0 where more was given back by card than is left. */
  amount: number;
}

/** Statement of the credit of providers ($1, an array of IDs): one row for each currency in which one has any. */
const creditsSql = `SELECT * FROM (
    SELECT provider_id AS "providerId", currency, sum(CASE WHEN kind = 'SURPLUS' OR (kind = 'REFUND' AND through = 'CREDIT') THEN amount
      WHEN kind = 'PAYOUT' OR (kind = 'PAYMENT' AND through = 'CREDIT') THEN -amount ELSE 0 END)::float8 AS amount
    FROM ledger_entry WHERE provider_id = ANY($1::uuid[]) GROUP BY 1, currency) c WHERE amount <> 0 ORDER BY "providerId", currency`;

/** A provider's credit, one for each currency in which it has any. */
export async function creditsOf(tx: EntityManager, providerId: string): Promise<Credit[]> {
  const rows: Credit[] = await tx.query(creditsSql, [[providerId]]);
  return rows.map(({ currency, amount }) => ({ currency, amount }));
}

/** The same of many providers. */
export const creditsOfProvider = defineLoader<string, Credit[]>(async (ctx, ids) => {
  const rows: (Credit & { providerId: string })[] = await ctx.db.query(creditsSql, [ids]);
  return groupByKey(ids as string[], rows, (row) => row.providerId);
});

/** A provider's credit in one currency, in cents: fees in another are not paid from it. */
export const creditOf = async (tx: EntityManager, providerId: string, currency: string): Promise<number> =>
  (await creditsOf(tx, providerId)).find((credit) => credit.currency === currency)?.amount ?? 0;

/** What is outstanding in one currency, by how long ago it was charged. In cents. */
export interface Outstanding {
  currency: string;
  upTo30: number;
  upTo60: number;
  upTo90: number;
  older: number;
  total: number;
}

/**
 * What is outstanding at the end of a day, of one provider or of all that the viewer may see: one statement, however many programs there are.
 */
export async function outstanding(
  ctx: Context,
  providerId: string | null,
  asOf: string | null,
): Promise<Outstanding[]> {
  const { timeZone } = await settingsOf(ctx);
  const day = asOf ?? localDay(ctx.now(), timeZone);
  // The database knows no year 0.
  if (day < "0001") return [];
  const mine = [...ctx.viewer.providers.keys()];
  const providers = providerId
    ? isId(providerId) && (ctx.viewer.isStaff || mine.includes(providerId))
      ? [providerId]
      : []
    : ctx.viewer.isStaff
      ? null
      : mine;
  return ctx.db.query(
    `WITH entries AS (
       SELECT * FROM ledger_entry WHERE program_id IS NOT NULL AND (at AT TIME ZONE $1)::date <= $2
         AND ($3::uuid[] IS NULL OR provider_id = ANY($3))),
     settled AS (
       SELECT program_id, fee, sum(CASE WHEN kind IN ('PAYMENT', 'WAIVER') THEN amount WHEN kind = 'REFUND' THEN -amount ELSE 0 END) AS amount
       FROM entries GROUP BY 1, 2),
     charges AS (
       SELECT c.currency, $2::date - (c.at AT TIME ZONE $1)::date AS age,
         greatest(0, least(c.amount, sum(c.amount) OVER (PARTITION BY c.program_id, c.fee ORDER BY c.at, c.id) - s.amount)) AS open
       FROM entries c JOIN settled s ON s.program_id = c.program_id AND s.fee = c.fee WHERE c.kind = 'CHARGE')
     SELECT currency,
       coalesce(sum(open) FILTER (WHERE age <= 30), 0)::float8 AS "upTo30",
       coalesce(sum(open) FILTER (WHERE age BETWEEN 31 AND 60), 0)::float8 AS "upTo60",
       coalesce(sum(open) FILTER (WHERE age BETWEEN 61 AND 90), 0)::float8 AS "upTo90",
       coalesce(sum(open) FILTER (WHERE age > 90), 0)::float8 AS older, sum(open)::float8 AS total
     FROM charges WHERE open > 0 GROUP BY currency ORDER BY currency`,
    [timeZone, day, providers],
  );
}

/**
 * The credit of a provider, for itself and for staff.
 * @throws NOT_FOUND for any other
 */
export async function providerCredit(ctx: Context, providerId: string): Promise<Credit[]> {
  const tx = ctx.db.manager;
  if (
    !isId(providerId) ||
    !canViewInvoice(ctx.viewer, { providerId }) ||
    !(await tx.existsBy(Provider, { id: providerId }))
  )
    throw notFound("provider");
  return creditsOf(tx, providerId);
}
