import { defineLoader } from "../core/lists/loaders.ts";

/** Of one fee of one program, what is settled: paid and not given back, or waived. In cents. */
export const settledSql = (programId: string, fee: string): string =>
  `(SELECT coalesce(sum(CASE WHEN e.kind IN ('PAYMENT', 'WAIVER') THEN e.amount WHEN e.kind = 'REFUND' THEN -e.amount ELSE 0 END), 0)
    FROM ledger_entry e WHERE e.program_id = ${programId} AND e.fee = ${fee})`;

/**
 * Statement of what was charged for programs ($1, an array of IDs), is open, and stands on no invoice yet: programId, fee, currency, and from
 * which to which cent of what was charged.
 */
export const uninvoicedSql = `SELECT * FROM (
    SELECT c.program_id AS "programId", c.fee, min(c.currency) AS currency, sum(c.amount)::int AS "chargedTo",
      greatest(${settledSql("c.program_id", "c.fee")}, (SELECT coalesce(max(l.charged_to), 0) FROM invoice_line l
        WHERE l.program_id = c.program_id AND l.fee = c.fee))::int AS "chargedFrom"
    FROM ledger_entry c WHERE c.program_id = ANY($1::uuid[]) AND c.kind = 'CHARGE' GROUP BY c.program_id, c.fee) l
  WHERE "chargedFrom" < "chargedTo" ORDER BY "programId", fee`;

/** Whether an invoice could be written over something of a program. */
export const isToInvoice = defineLoader<string, boolean>(async (ctx, ids) => {
  const rows: { programId: string }[] = await ctx.db.query(uninvoicedSql, [ids]);
  const open = new Set(rows.map(({ programId }) => programId));
  return ids.map((id) => open.has(id));
});
