import type { EntityManager } from "typeorm";
import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { DomainError, ErrorCode, notFound } from "../core/errors.ts";
import { isId } from "../core/ids.ts";
import { requiredReason } from "../core/input-rules.ts";
import { forChange } from "../core/locks.ts";
import { say } from "../core/messages/message.ts";
import { assertMay } from "../core/policy.ts";
import { type Fee, LedgerKind, Through } from "../fees/fee.entity.ts";
import { keepsFees } from "../fees/fee.policy.ts";
import { lockPrograms } from "../fees/lock-programs.ts";
import { assertAmount, mostCents } from "../fees/money.ts";
import { settleProgram } from "../fees/settle-program.ts";
import { type Owed, takeMoney } from "../fees/take-money.ts";
import { writeLedger, writeProviderLedger } from "../fees/write-ledger.ts";
import { Provider } from "../providers/provider.entity.ts";
import { CreditNote, InvoiceLine } from "./invoice.entity.ts";
import { canAskForInvoice } from "./invoice.policy.ts";
import { creditableOf, creditOf, creditsOf, findInvoice, type InvoiceRow, readLines } from "./invoice.queries.ts";
import { printInvoice } from "./print-invoice.ts";

export interface LockedInvoice {
  invoice: InvoiceRow;
  /** What is to be paid of each line, in their order. */
  owed: Owed[];
}

/**
 * Loads an invoice to write into the ledgers of its programs and of its provider: nobody else writes there until the transaction ends.
 * @throws NOT_FOUND where it is not the viewer's to see
 */
export async function lockInvoice(tx: EntityManager, ctx: Context, id: string): Promise<LockedInvoice> {
  const { providerId } = await readInvoice(tx, ctx, id);
  const lines = await tx.findBy(InvoiceLine, { invoiceId: id });
  const programs = await lockPrograms(
    tx,
    ctx,
    lines.map(({ programId }) => programId),
  );
  // Its credit is one account, whatever invoice it is used for.
  await tx.findOneOrFail(Provider, { where: { id: providerId }, lock: forChange });
  const invoice = await readInvoice(tx, ctx, id);
  const owed = (await readLines(tx, id)).flatMap(({ programId, fee, due }) => {
    const program = programs.get(programId);
    return program ? [{ program, fee, open: due }] : [];
  });
  return { invoice, owed };
}

async function readInvoice(tx: EntityManager, ctx: Context, id: string): Promise<InvoiceRow> {
  const invoice = await findInvoice(ctx, tx, id);
  if (!invoice) throw notFound("invoice");
  return invoice;
}

/**
 * Notes money that came in for an invoice, a part or all of it. What is more than is due is the provider's credit from then on.
 * @param amount in cents
 * @param reference number of the cheque or transfer
 * @throws FORBIDDEN; NOT_FOUND; BAD_INPUT; REASON_REQUIRED
 */
export async function recordInvoicePayment(
  ctx: Context,
  id: string,
  amount: number,
  reference: string,
): Promise<InvoiceRow> {
  assertMay(ctx, keepsFees, null);
  return inTransaction(ctx, async (tx) => {
    const { invoice, owed } = await lockInvoice(tx, ctx, id);
    assertAmount(amount, mostCents);
    const given = requiredReason(reference, say("fees.giveReference"));
    const { providerId, currency } = invoice;
    await takeMoney(tx, ctx, owed, { providerId, amount, currency, reference: given, through: Through.MONEY });
    return readInvoice(tx, ctx, id);
  });
}

/**
 * Pays what is due of an invoice from the provider's credit, as far as that goes.
 * @throws NOT_FOUND; FORBIDDEN; NOTHING_DUE where nothing is due or there is no credit
 */
export async function spendCredit(ctx: Context, id: string): Promise<InvoiceRow> {
  return inTransaction(ctx, async (tx) => {
    const { invoice, owed } = await lockInvoice(tx, ctx, id);
    assertMay(ctx, canAskForInvoice, invoice);
    const { providerId, currency, due, number } = invoice;
    const amount = Math.min(due, await creditOf(tx, providerId, currency));
    if (amount <= 0) throw new DomainError(ErrorCode.NOTHING_DUE, "invoices.noCredit");
    await takeMoney(tx, ctx, owed, { providerId, amount, currency, reference: number, through: Through.CREDIT });
    return readInvoice(tx, ctx, id);
  });
}

/**
 * Takes back a part of an invoice by a credit note, or all of it: what is open is waived first, and what was paid becomes the provider's
 * credit.
 * @param amount in cents
 * @throws FORBIDDEN; NOT_FOUND; BAD_INPUT for more than is left of it; REASON_REQUIRED
 */
export async function creditInvoice(ctx: Context, id: string, amount: number, reason: string): Promise<InvoiceRow> {
  assertMay(ctx, keepsFees, null);
  return inTransaction(ctx, async (tx) => {
    const { invoice, owed } = await lockInvoice(tx, ctx, id);
    const lines = await readLines(tx, id);
    assertAmount(amount, await creditableOf(tx, id));
    const given = requiredReason(reason);
    const { currency, number } = invoice;
    let left = amount;
    const parts = new Map<number, number>();
    const take = (position: number, most: number): number => {
      const part = Math.max(0, Math.min(left, most));
      left -= part;
      if (part > 0) parts.set(position, (parts.get(position) ?? 0) + part);
      return part;
    };
    for (const [i, { program, fee, open }] of owed.entries()) {
      const part = take(i, open);
      if (part > 0)
        await writeLedger(tx, ctx, program, [
          { kind: LedgerKind.WAIVER, fee, amount: part, currency, reason: given, reference: number },
        ]);
    }
    const fees: { programId: string; fee: Fee; paid: number }[] = await tx.query(
      `SELECT program_id AS "programId", fee,
         sum(CASE kind WHEN 'PAYMENT' THEN amount WHEN 'REFUND' THEN -amount ELSE 0 END)::float8 AS paid
       FROM ledger_entry WHERE program_id = ANY($1::uuid[]) GROUP BY 1, 2`,
      [owed.map(({ program }) => program.id)],
    );
    for (const [i, { program, fee, open }] of owed.entries()) {
      const paid = fees.find((each) => each.programId === program.id && each.fee === fee)?.paid ?? 0;
      const part = take(i, Math.min(paid, (lines[i]?.amount ?? 0) - open));
      if (part > 0)
        await writeLedger(tx, ctx, program, [
          {
            kind: LedgerKind.REFUND,
            fee,
            amount: part,
            currency,
            reason: given,
            reference: number,
            through: Through.CREDIT,
          },
          { kind: LedgerKind.WAIVER, fee, amount: part, currency, reason: given, reference: number },
        ]);
    }
    const provider = await tx.findOneByOrFail(Provider, { id: invoice.providerId });
    const printed = await printInvoice(tx, ctx, {
      kind: "CREDIT_NOTE",
      provider,
      dueOn: null,
      currency,
      total: amount,
      tax: null,
      note: given,
      lines: [...parts].sort(([a], [b]) => a - b).map(([i, part]) => ({ ...lines[i]!, amount: part })),
    });
    await tx.insert(CreditNote, { ...printed, invoiceId: id, amount, reason: given, issuedAt: ctx.now() });
    await audit(tx, ctx, "invoice.credit", ["provider", provider.id], {
      reason: given,
      after: { number: printed.number, invoice: number, amount },
    });
    for (const program of new Set(owed.map(({ program }) => program))) await settleProgram(tx, ctx, program);
    return readInvoice(tx, ctx, id);
  });
}

/**
 * Notes that credit was paid out to its provider.
 * @param amount in cents, at most the credit
 * @param currency ISO 4217; null: the only currency in which there is credit
 * @returns what credit is left in this currency
 * @throws FORBIDDEN; NOT_FOUND; BAD_INPUT; REASON_REQUIRED
 */
export async function payOutCredit(
  ctx: Context,
  providerId: string,
  amount: number,
  reference: string,
  currency: string | null,
): Promise<number> {
  assertMay(ctx, keepsFees, null);
  return inTransaction(ctx, async (tx) => {
    const provider = isId(providerId)
      ? await tx.findOne(Provider, { where: { id: providerId }, lock: forChange })
      : null;
    if (!provider) throw notFound("provider");
    const credits = (await creditsOf(tx, providerId)).filter((each) => each.amount > 0);
    if (!currency && credits.length > 1)
      throw new DomainError(ErrorCode.BAD_INPUT, "invoices.whichCurrency", {
        field: "currency",
        currencies: credits.map((each) => each.currency),
      });
    const credit = currency ? credits.find((each) => each.currency === currency) : credits[0];
    if (!credit) throw new DomainError(ErrorCode.BAD_INPUT, "invoices.noCreditToPayOut", { field: "amount" });
    assertAmount(amount, credit.amount);
    const given = requiredReason(reference, say("fees.giveReference"));
    await writeProviderLedger(tx, ctx, providerId, {
      kind: LedgerKind.PAYOUT,
      amount,
      currency: credit.currency,
      reference: given,
    });
    return credit.amount - amount;
  });
}
