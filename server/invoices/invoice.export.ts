import { dayCell, defineExport, instantCell } from "../core/lists/list-export.ts";
import { staffOrProvider } from "../core/policy.ts";
import { amountSql } from "../fees/money.ts";
import { InvoiceFilter } from "./invoice.object.ts";
import { invoiceFields, invoiceList } from "./invoice.queries.ts";

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
    total: amountSql(invoiceFields.total),
    tax: amountSql(invoiceFields.tax),
    due: amountSql(invoiceFields.due),
    currency: invoiceFields.currency,
  },
  leftOut: [],
});
