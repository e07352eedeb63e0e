import { dayCell, defineExport, instantCell } from "../core/lists/list-export.ts";
import { staffOrProvider } from "../core/policy.ts";
import { InvoiceFilter } from "./invoice.object.ts";
import { invoiceFields, invoiceList } from "./invoice.queries.ts";

const money = (cents: string): string => `to_char(${cents} / 100.0, 'FM9999999990.00')`;

export const invoiceExport = defineExport({
  name: "invoices",
  ofPersons: false,
  list: invoiceList,
  policy: staffOrProvider,
  filter: InvoiceFilter,
  columns: {
    invoiceNumber: invoiceFields.number,
    educationalProviderName: invoiceFields.providerName,
    issuedAt: instantCell(invoiceFields.issuedAt),
    payUntil: dayCell(invoiceFields.dueOn),
    total: money(invoiceFields.total),
    tax: money(invoiceFields.tax),
    due: money(invoiceFields.due),
    currency: invoiceFields.currency,
  },
  leftOut: [],
});
