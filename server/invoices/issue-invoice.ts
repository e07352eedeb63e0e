import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { DomainError, ErrorCode, notFound } from "../core/errors.ts";
import { addDays, localDay } from "../core/local-day.ts";
import { assertMay } from "../core/policy.ts";
import { feePolicyOn } from "../fees/fee.queries.ts";
import { lockPrograms } from "../fees/lock-programs.ts";
import { uninvoicedSql } from "../fees/uninvoiced.ts";
import { loadSettings } from "../policies/load-settings.ts";
import { canViewProgram } from "../programs/program.policy.ts";
import { Provider } from "../providers/provider.entity.ts";
import { Invoice, InvoiceLine } from "./invoice.entity.ts";
import { canAskForInvoice } from "./invoice.policy.ts";
import { findInvoice, type InvoiceRow } from "./invoice.queries.ts";
import { printInvoice } from "./print-invoice.ts";

/** How long a provider has to pay, in days. */
const daysToPay = 30;

/** Most programs on one invoice. */
const mostPrograms = 100;

/**
 * Writes an invoice over what is due for programs of one provider and stands on no invoice yet.
 * @throws NOT_FOUND where one of them is not the viewer's to see; FORBIDDEN; BAD_INPUT where they are of several providers or currencies, or
 *   too many; NOTHING_DUE
 */
export async function issueInvoice(ctx: Context, programIds: readonly string[]): Promise<InvoiceRow> {
  if (programIds.length === 0 || programIds.length > mostPrograms)
    throw new DomainError(ErrorCode.BAD_INPUT, "invoices.howMany", { field: "programIds", most: mostPrograms });
  return inTransaction(ctx, async (tx) => {
    const programs = await lockPrograms(tx, ctx, programIds);
    if (programIds.some((id) => !programs.has(id))) throw notFound("program");
    const [first, ...others] = [...programs.values()];
    if (!first || [first, ...others].some((program) => !canViewProgram(ctx.viewer, program))) throw notFound("program");
    assertMay(ctx, canAskForInvoice, first);
    if (others.some(({ providerId }) => providerId !== first.providerId))
      throw new DomainError(ErrorCode.BAD_INPUT, "invoices.oneProvider", { field: "programIds" });
    const lines: (Pick<InvoiceLine, "programId" | "fee" | "chargedFrom" | "chargedTo"> & { currency: string })[] =
      await tx.query(uninvoicedSql, [[...programs.keys()]]);
    const [{ currency } = { currency: "" }] = lines;
    if (lines.length === 0) throw new DomainError(ErrorCode.NOTHING_DUE, "invoices.nothingToInvoice");
    if (lines.some((line) => line.currency !== currency))
      throw new DomainError(ErrorCode.BAD_INPUT, "invoices.oneCurrency", { field: "programIds" });
    const { timeZone } = await loadSettings(tx);
    const today = localDay(ctx.now(), timeZone);
    const policy = await feePolicyOn(tx, today, first.typeId);
    const total = lines.reduce((sum, { chargedFrom, chargedTo }) => sum + chargedTo - chargedFrom, 0);
    const { name: taxName, percent: taxPercent, amount: tax } = taxOf(policy, total);
    const provider = await tx.findOneByOrFail(Provider, { id: first.providerId });
    const dueOn = addDays(today, daysToPay);
    const printed = await printInvoice(tx, ctx, {
      kind: "INVOICE",
      provider,
      dueOn,
      currency,
      total,
      tax: tax > 0 ? { name: taxName, percent: taxPercent, amount: tax } : null,
      note: policy?.howToPay ?? "",
      lines: lines.map(({ programId, fee, chargedFrom, chargedTo }) => ({
        programNumber: programs.get(programId)?.number ?? null,
        programName: programs.get(programId)?.name ?? "",
        fee,
        amount: chargedTo - chargedFrom,
      })),
    });
    const { identifiers } = await tx.insert(Invoice, {
      ...printed,
      providerId: provider.id,
      currency,
      total,
      taxName,
      taxPercent,
      tax,
      issuedAt: ctx.now(),
      dueOn,
    });
    const invoiceId: string = identifiers[0]?.id;
    await tx.insert(
      InvoiceLine,
      lines.map(({ currency: _, ...line }, i) => ({ ...line, invoiceId, position: i + 1 })),
    );
    await audit(tx, ctx, "invoice.issue", ["provider", provider.id], {
      after: { number: printed.number, total, currency },
    });
    const invoice = await findInvoice(ctx, tx, invoiceId);
    if (!invoice) throw notFound("invoice");
    return invoice;
  });
}

/** What of a total that includes it is tax, rounded half up. */
export function taxOf(
  policy: { taxName: string; taxPercent: string } | null,
  total: number,
): { name: string; percent: string; amount: number } {
  const { taxName = "", taxPercent = "0.00" } = policy ?? {};
  const hundredths = Math.round(Number(taxPercent) * 100);
  const amount = Math.floor((2 * total * hundredths + 10_000 + hundredths) / (2 * (10_000 + hundredths)));
  return { name: taxName, percent: String(Number(taxPercent)), amount: hundredths > 0 ? amount : 0 };
}
