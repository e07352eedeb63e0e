import { Decimal } from "decimal.js";
import { lacksDocumentsSql } from "../programs/missing-documents.ts";
import { Fee, type FeePolicy, type FeePromotion, type LedgerEntry, LedgerKind } from "./fee.entity.ts";

/** How a program stands with its fees. */
export enum FeeStatus {
  /** Nothing was ever charged. */
  NONE = "NONE",
  DUE = "DUE",
  PAID = "PAID",
  WAIVED = "WAIVED",
}

type Line = Pick<LedgerEntry, "kind" | "fee" | "amount">;

/** Sums of a ledger, in cents. */
export interface Sums {
  charged: number;
  /** What came in and was not given back. */
  paid: number;
  waived: number;
  refunded: number;
  /** What is still to be settled; never below 0. */
  due: number;
}

const sumOf = (lines: readonly Line[], kind: LedgerKind): number =>
  lines.reduce((sum, line) => (line.kind === kind ? sum + line.amount : sum), 0);

/** Adds up the lines of some fees; of all where none are named. `filingDueSql` is the due of `filingFees` as SQL. */
export function sumsOf(lines: readonly Line[], fees: readonly Fee[] = Object.values(Fee)): Sums {
  const of = lines.filter(({ fee }) => fee !== null && fees.includes(fee));
  const charged = sumOf(of, LedgerKind.CHARGE);
  const refunded = sumOf(of, LedgerKind.REFUND);
  const paid = sumOf(of, LedgerKind.PAYMENT) - refunded;
  const waived = sumOf(of, LedgerKind.WAIVER);
  return { charged, paid, waived, refunded, due: charged - paid - waived };
}

export function feeStatus({ charged, due, paid }: Sums): FeeStatus {
  if (charged === 0) return FeeStatus.NONE;
  if (due > 0) return FeeStatus.DUE;
  return paid > 0 ? FeeStatus.PAID : FeeStatus.WAIVED;
}

/** What is charged when attendance is reported, and may hold certificates. */
export const filingFees: readonly Fee[] = [Fee.FILING, Fee.LATE];

/** What a program still owes of the fees for its report, in cents. */
export const filingDueSql = (programId: string): string =>
  `(SELECT coalesce(sum(CASE WHEN l.kind IN ('CHARGE', 'REFUND') THEN l.amount ELSE -l.amount END), 0)
    FROM ledger_entry l WHERE l.program_id = ${programId} AND l.fee IN ('FILING', 'LATE'))`;

/** Whether the policy under which a program was last charged for its report holds certificates; null: it never was. */
export const policyHoldsSql = (programId: string): string =>
  `(SELECT f.holds_certificates FROM ledger_entry l JOIN fee_policy f ON f.id = l.policy_id
    WHERE l.program_id = ${programId} AND l.kind = 'CHARGE' AND l.fee IN ('FILING', 'LATE') ORDER BY l.at DESC, l.id DESC LIMIT 1)`;

/** Whether a program's certificates wait for its fees. */
export const feesHoldSql = (programId: string): string =>
  `(${filingDueSql(programId)} > 0 AND ${policyHoldsSql(programId)})`;

/** Whether a program's certificates wait: for its fees or for documents of its report. Whatever issues one asks this; never null. */
export const holdsCertificatesSql = (programId: string): string =>
  `(coalesce(${feesHoldSql(programId)}, false) OR ${lacksDocumentsSql(programId)})`;

type Amounts = Pick<FeePolicy, "filingFee" | "filingFeePerCredit" | "filingFeePerAttendee" | "filingFeeMost">;

/**
 * The filing fee in cents: flat, for each credit and for each attendee, at most as the policy and a promotion say.
 * @param credits as a decimal
 */
export function filingFeeOf(
  policy: Amounts,
  { credits, attendees }: { credits: string; attendees: number },
  promotion: Pick<FeePromotion, "rate"> | null,
): number {
  const byCredit = new Decimal(credits).times(policy.filingFeePerCredit).toDecimalPlaces(0, Decimal.ROUND_HALF_UP);
  const whole = policy.filingFee + byCredit.toNumber() + policy.filingFeePerAttendee * attendees;
  return Math.min(whole, policy.filingFeeMost ?? whole, promotion?.rate ?? whole);
}

/** What a policy would have asked of a year's programs, beside what was asked. Amounts are cents. */
export interface FeeSimulation {
  /** First day of the year. */
  from: string;
  /** Its last: today. */
  to: string;
  applications: number;
  reports: number;
  applicationFees: number;
  filingFees: number;
  lateFees: number;
  /** What was really charged in this time, for the same programs. */
  charged: number;
}
