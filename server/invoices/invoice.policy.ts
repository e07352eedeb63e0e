import { actsFor, type Viewer, writesFor } from "../core/viewer.ts";
import { keepsFees } from "../fees/fee.policy.ts";
import type { Invoice } from "./invoice.entity.ts";

type Owned = Pick<Invoice, "providerId">;

/** Staff see every invoice, a provider its own. */
export function canViewInvoice(viewer: Viewer, { providerId }: Owned): boolean {
  return viewer.isStaff || actsFor(viewer, providerId);
}

/** Whoever keeps the ledger asks for an invoice, and the people at the provider. */
export function canAskForInvoice(viewer: Viewer, { providerId }: Owned): boolean {
  return keepsFees(viewer, null) || writesFor(viewer, providerId);
}

/** What can be done with an invoice. */
export enum InvoiceAction {
  RECORD_PAYMENT = "RECORD_PAYMENT",
  PAY_BY_CARD = "PAY_BY_CARD",
  SPEND_CREDIT = "SPEND_CREDIT",
  CREDIT = "CREDIT",
}

/** What an invoice comes to and has of its provider's, in cents. */
export interface InvoiceSums {
  due: number;
  /** What a credit note can still take back of it. */
  creditable: number;
  /** What credit its provider has in its currency. */
  credit: number;
}

/** What the viewer can do with an invoice now. */
export function invoiceActions(viewer: Viewer, invoice: Owned & InvoiceSums, takesCards: boolean): InvoiceAction[] {
  const keeps = keepsFees(viewer, null);
  const open = invoice.due > 0;
  return [
    ...(keeps && open ? [InvoiceAction.RECORD_PAYMENT] : []),
    ...(takesCards && open && canAskForInvoice(viewer, invoice) ? [InvoiceAction.PAY_BY_CARD] : []),
    ...(open && invoice.credit > 0 && canAskForInvoice(viewer, invoice) ? [InvoiceAction.SPEND_CREDIT] : []),
    ...(keeps && invoice.creditable > 0 ? [InvoiceAction.CREDIT] : []),
  ];
}
