import type { Context } from "../core/context.ts";
import { hasId } from "../core/lists/conditions.ts";
import { defineList } from "../core/lists/define-list.ts";
import type { Fields } from "../core/lists/sql.ts";
import type { LedgerEntry } from "../fees/fee.entity.ts";

/** Where an entry stands in the books: each is one amount from one account to another, so that they balance whatever is chosen of them. */
const accounts: Record<string, readonly [debit: string, credit: string]> = {
  CHARGE: ["RECEIVABLES", "FEE_INCOME"],
  PAYMENT: ["BANK", "RECEIVABLES"],
  PAYMENT_CREDIT: ["PROVIDER_CREDIT", "RECEIVABLES"],
  WAIVER: ["FEES_WAIVED", "RECEIVABLES"],
  REFUND: ["RECEIVABLES", "BANK"],
  REFUND_CREDIT: ["RECEIVABLES", "PROVIDER_CREDIT"],
  SURPLUS: ["BANK", "PROVIDER_CREDIT"],
  PAYOUT: ["PROVIDER_CREDIT", "BANK"],
};

const accountSql = (side: 0 | 1): string =>
  `CASE ${Object.entries(accounts)
    .map(
      ([what, sides]) =>
        `WHEN l.kind || CASE l.through WHEN 'CREDIT' THEN '_CREDIT' ELSE '' END = '${what}' THEN '${sides[side]}'`,
    )
    .join(" ")} END`;

/** An entry of the ledger in the books. */
export interface LedgerRow
  extends Pick<
    LedgerEntry,
    "id" | "at" | "kind" | "fee" | "amount" | "currency" | "reason" | "reference" | "actorAs" | "through"
  > {
  debitAccount: string;
  creditAccount: string;
  programNumber: string | null;
  providerNumber: string;
  providerName: string;
}

export const ledgerFields: Fields<LedgerRow> = {
  id: "l.id",
  at: "l.at",
  kind: "l.kind",
  fee: "l.fee",
  amount: "l.amount",
  currency: "l.currency",
  debitAccount: accountSql(0),
  creditAccount: accountSql(1),
  programNumber: "p.number",
  providerNumber: "v.number",
  providerName: "v.name",
  through: "l.through",
  reference: "l.reference",
  reason: "l.reason",
  actorAs: "l.actor_as",
};

export interface LedgerConditions {
  providerId?: string | null;
  from?: string | null;
  to?: string | null;
}

const zoneSql = "(SELECT time_zone FROM accreditor_settings)";

/** All entries that the viewer may see, the newest first. */
export const ledgerList = defineList({
  name: "Ledger",
  from: "ledger_entry l",
  key: "l.id",
  joins: {
    p: "LEFT JOIN program p ON p.id = l.program_id",
    v: "JOIN provider v ON v.id = l.provider_id",
  },
  fields: ledgerFields,
  where: ({ viewer }: Context, { providerId, from, to }: LedgerConditions, bind) => [
    viewer.isStaff ? null : `l.provider_id = ANY(${bind([...viewer.providers.keys()])}::uuid[])`,
    hasId("l.provider_id", providerId, bind),
    from && `l.at >= ${bind(from)}::date::timestamp AT TIME ZONE ${zoneSql}`,
    to && `l.at < (${bind(to)}::date + 1)::timestamp AT TIME ZONE ${zoneSql}`,
  ],
  orders: { AT: { description: "When it was written.", by: ["l.at"] } },
  sortedBy: ["AT", "DESC"],
});
