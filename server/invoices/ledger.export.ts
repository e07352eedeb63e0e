import { defineExport, instantCell } from "../core/lists/list-export.ts";
import { staffOrProvider } from "../core/policy.ts";
import { amountSql } from "../fees/money.ts";
import { LedgerFilter } from "./invoice.object.ts";
import { ledgerFields, ledgerList } from "./ledger.queries.ts";

/** For bookkeeping: one line an entry, with the account that it is debited to and the one that it is credited to. */
export const ledgerExport = defineExport({
  name: "ledger",
  ofPersons: false,
  list: ledgerList,
  policy: staffOrProvider,
  filter: LedgerFilter,
  columns: {
    enteredAt: instantCell(ledgerFields.at),
    entry: ledgerFields.kind,
    fee: ledgerFields.fee,
    debitAccount: ledgerFields.debitAccount,
    creditAccount: ledgerFields.creditAccount,
    amount: amountSql(ledgerFields.amount),
    currency: ledgerFields.currency,
    programId: ledgerFields.programNumber,
    educationalProviderNumber: ledgerFields.providerNumber,
    educationalProviderName: ledgerFields.providerName,
    reference: ledgerFields.reference,
    reason: ledgerFields.reason,
    enteredBy: ledgerFields.actorAs,
  },
  leftOut: [],
});
